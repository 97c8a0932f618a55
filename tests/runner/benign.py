"""The benign corpus: uses of torch in decks, which the sandbox must not refuse.

Each snippet prints something that depends only on the seed.
"""

BENIGN = {
    "tensors": """
import torch
x = torch.arange(6.).reshape(2, 3)
print(x, x.T @ x, x[:, 1:], x.sum(0), x.std(), x.to(torch.float16).dtype)
""",
    "printing": """
import torch
torch.set_printoptions(precision=2, sci_mode=False)
print(torch.randn(30, 40)); print(torch.ones(3, dtype=torch.bfloat16), torch.empty(0))
""",
    "broadcasting": """
import torch
print((torch.ones(3, 1) + torch.arange(4)).shape, torch.broadcast_shapes((3, 1), (4,)))
""",
    "indexing": """
import torch
x = torch.arange(12).view(3, 4)
x[x > 5] = 0
print(x, x.gather(1, torch.tensor([[0], [1], [2]])), torch.where(x > 2), x.nonzero())
x.scatter_add_(0, torch.zeros(1, 4, dtype=torch.long), torch.ones(1, 4, dtype=torch.long))
print(x, torch.topk(x.float(), 2), torch.sort(x, descending=True))
""",
    "linear layers": """
import torch
from torch import nn
print(nn.Linear(3, 2)(torch.ones(1, 3)), nn.Bilinear(2, 3, 1)(torch.ones(2), torch.ones(3)))
""",
    "convolutions": """
import torch
from torch import nn
print(nn.Conv1d(2, 3, 3, padding="same")(torch.randn(1, 2, 8)).sum())
print(nn.Conv2d(3, 8, 3, stride=2, groups=1)(torch.randn(2, 3, 16, 16)).mean())
print(nn.Conv3d(1, 2, 3)(torch.randn(1, 1, 5, 5, 5)).shape)
print(nn.Conv2d(4, 4, 3, groups=4, dilation=2)(torch.randn(1, 4, 9, 9)).norm())
""",
    "transposed convolutions": """
import torch
from torch import nn
print(nn.ConvTranspose2d(2, 3, 3, stride=2, output_padding=1)(torch.randn(1, 2, 5, 5)).shape)
print(nn.ConvTranspose1d(2, 1, 4)(torch.randn(1, 2, 5)))
""",
    "pooling": """
import torch
from torch import nn
x = torch.randn(1, 2, 8, 8)
for pool in (nn.MaxPool2d(2), nn.AvgPool2d(3), nn.AdaptiveAvgPool2d(1), nn.LPPool2d(2, 2)):
    print(pool(x).flatten()[:4])
values, indices = nn.MaxPool2d(2, return_indices=True)(x)
print(nn.MaxUnpool2d(2)(values, indices).shape)
""",
    "normalization": """
import torch
from torch import nn
x = torch.randn(4, 6, 5)
for norm in (nn.LayerNorm(5), nn.GroupNorm(2, 6), nn.InstanceNorm1d(6), nn.RMSNorm(5)):
    print(type(norm).__name__, norm(x).std().item())
""",
    "batch norm": """
import torch
from torch import nn
norm, x = nn.BatchNorm1d(3), torch.randn(8, 3)
print(norm(x).mean(0), norm.running_mean, norm.num_batches_tracked)
norm.eval()
print(norm(x).mean(0))
""",
    "activations": """
import torch
from torch import nn
x = torch.linspace(-2, 2, 6)
for act in (nn.ReLU, nn.GELU, nn.SiLU, nn.Mish, nn.ELU, nn.Softplus, nn.Hardswish, nn.Tanh,
            nn.Sigmoid, nn.LogSigmoid, nn.LeakyReLU, nn.PReLU, nn.CELU, nn.Softsign):
    print(act.__name__, act()(x))
print(nn.Softmax(0)(x), nn.GLU()(x), torch.nn.functional.gumbel_softmax(x))
""",
    "losses": """
import torch
from torch.nn import functional as F
x, y = torch.randn(4, 3), torch.tensor([0, 2, 1, 1])
print(F.cross_entropy(x, y), F.nll_loss(F.log_softmax(x, 1), y), F.mse_loss(x, x * 2))
print(F.l1_loss(x, -x), F.smooth_l1_loss(x, -x), F.huber_loss(x, -x), F.kl_div(x, x.softmax(1)))
print(F.binary_cross_entropy_with_logits(x, (x > 0).float()), F.triplet_margin_loss(x, -x, x + 1))
print(F.ctc_loss(x.log_softmax(1).unsqueeze(1), torch.tensor([[1]]), (4,), (1,)))
print(F.cosine_embedding_loss(x, -x, torch.ones(4)), F.margin_ranking_loss(x[0], x[1], torch.ones(3)))
""",
    "label smoothing": """
import torch
from torch import nn
x, y = torch.randn(4, 3), torch.tensor([0, 2, -100, 1])
print(nn.CrossEntropyLoss(label_smoothing=0.1, ignore_index=-100)(x, y))
print(nn.CrossEntropyLoss(weight=torch.tensor([1., 2., 3.]), reduction="none")(x, y))
""",
    "optimizers": """
import torch
from torch import optim
for make in (optim.SGD, optim.Adam, optim.AdamW, optim.RMSprop, optim.Adagrad, optim.Adadelta,
             optim.Adamax, optim.NAdam, optim.RAdam, optim.ASGD, optim.Rprop):
    p = torch.nn.Parameter(torch.ones(2))
    o = make([p], lr=0.1)
    for _ in range(3):
        o.zero_grad(); (p ** 2).sum().backward(); o.step()
    print(make.__name__, p.data)
""",
    "LBFGS": """
import torch
p = torch.nn.Parameter(torch.tensor([3.0]))
o = torch.optim.LBFGS([p])
def closure():
    o.zero_grad(); loss = (p - 1).square().sum(); loss.backward(); return loss
print(o.step(closure), p)
""",
    "schedulers": """
import torch
from torch.optim import lr_scheduler as s
for make in (lambda o: s.StepLR(o, 2), lambda o: s.CosineAnnealingLR(o, 5),
             lambda o: s.OneCycleLR(o, 1.0, total_steps=9), lambda o: s.LambdaLR(o, lambda e: 0.9 ** e),
             lambda o: s.SequentialLR(o, [s.LinearLR(o), s.ExponentialLR(o, 0.9)], [3])):
    o = torch.optim.SGD([torch.nn.Parameter(torch.ones(1))], lr=1.0)
    schedule = make(o)
    rates = []
    for _ in range(5):
        o.step(); schedule.step(); rates.append(round(schedule.get_last_lr()[0], 5))
    print(rates)
""",
    "hooks": """
import torch
from torch import nn
layer = nn.Linear(2, 2)
layer.register_forward_hook(lambda m, i, o: print("forward", o.shape))
layer.register_forward_pre_hook(lambda m, i: print("before", i[0].shape))
layer.register_full_backward_hook(lambda m, gi, go: print("backward", go[0].shape))
x = torch.ones(1, 2, requires_grad=True)
x.register_hook(lambda g: print("gradient", g))
layer(x).sum().backward()
layer.weight.register_post_accumulate_grad_hook(lambda p: print("accumulated"))
layer(x).sum().backward()
""",
    "checkpoint, reentrant": """
import torch
from torch.utils.checkpoint import checkpoint, checkpoint_sequential
layer = torch.nn.Linear(3, 3)
x = torch.ones(1, 3, requires_grad=True)
checkpoint(layer, x, use_reentrant=True).sum().backward()
print(x.grad, layer.weight.grad)
""",
    "checkpoint, not reentrant": """
import torch
from torch.utils.checkpoint import checkpoint
def f(x):
    print("computed"); return torch.nn.functional.dropout(x.sin(), 0.5)
x = torch.ones(4, requires_grad=True)
checkpoint(f, x, use_reentrant=False).sum().backward()
print(x.grad)
""",
    "function transforms": """
import torch
from torch.func import grad, jacfwd, jacrev, hessian, vmap, functional_call, jvp, vjp
f = lambda x: (x ** 3).sum()
x = torch.tensor([1., 2.])
print(grad(f)(x), jacrev(torch.sin)(x), jacfwd(torch.cos)(x), hessian(f)(x))
print(vmap(torch.dot)(torch.ones(3, 2), torch.ones(3, 2)), jvp(f, (x,), (x,)), vjp(f, x)[0])
layer = torch.nn.Linear(2, 1)
print(functional_call(layer, {"weight": torch.ones(1, 2), "bias": torch.zeros(1)}, x))
print(vmap(torch.rand_like, randomness="different")(torch.ones(2, 2)))
""",
    "autocast": """
import torch
x, w = torch.randn(4, 4), torch.randn(4, 4)
with torch.autocast("cpu", dtype=torch.bfloat16):
    y = x @ w
    print(y.dtype, y.float().sum(), (x + w).dtype, torch.nn.functional.softmax(y, 0).dtype)
""",
    "distributions": """
import torch
from torch import distributions as d
for dist in (d.Normal(0., 1.), d.Bernoulli(0.3), d.Categorical(torch.ones(4)), d.Gamma(2., 1.),
             d.Beta(2., 3.), d.Dirichlet(torch.ones(3)), d.Poisson(3.), d.Uniform(0., 2.)):
    x = dist.sample((2,))
    print(type(dist).__name__, x, dist.log_prob(x))
print(d.kl_divergence(d.Normal(0., 1.), d.Normal(1., 2.)), d.Normal(0., 1.).rsample())
print(d.MultivariateNormal(torch.zeros(2), torch.eye(2)).sample(), d.Normal(0., 1.).entropy())
""",
    "complex numbers": """
import torch
z = torch.tensor([1 + 2j, 3 - 1j], requires_grad=True)
z.abs().sum().backward()
print(z, z.grad, z.conj().resolve_conj(), torch.view_as_real(z), torch.polar(torch.ones(2), torch.ones(2)))
""",
    "sparse": """
import torch
x = torch.sparse_coo_tensor([[0, 1], [1, 0]], [2., 3.], (2, 2))
print(x, x.coalesce().values(), x.to_dense(), torch.sparse.mm(x, torch.eye(2)))
print(torch.eye(3).to_sparse_csr())
""",
    "fft": """
import torch
x = torch.randn(8)
print(torch.fft.fft(x).abs(), torch.fft.irfft(torch.fft.rfft(x)), torch.fft.fft2(torch.ones(2, 2)))
print(torch.stft(x, 4, return_complex=True, window=torch.hann_window(4)).shape)
""",
    "linear algebra": """
import torch
a = torch.tensor([[4., 1.], [1., 3.]])
print(torch.linalg.inv(a), torch.linalg.svdvals(a), torch.linalg.eigh(a), torch.linalg.det(a))
print(torch.linalg.solve(a, torch.ones(2)), torch.linalg.qr(a), torch.linalg.cholesky(a))
print(torch.linalg.norm(a), torch.linalg.lstsq(a, torch.ones(2, 1)).solution, torch.matrix_exp(a))
print(torch.linalg.eigvals(torch.tensor([[0., 1.], [-1., 0.]])), torch.linalg.matrix_rank(a))
""",
    "einsum": """
import torch
a, b = torch.randn(2, 3, 4), torch.randn(2, 4, 5)
print(torch.einsum("bij,bjk->bik", a, b).sum(), torch.einsum("ii->", torch.eye(3)))
print(torch.tensordot(a, b, dims=([2], [1])).shape, torch.bmm(a, b).allclose(a @ b))
""",
    "autograd, nested": """
import torch
x = torch.tensor(2., requires_grad=True)
(g,) = torch.autograd.grad(x ** 4, x, create_graph=True)
(h,) = torch.autograd.grad(g, x, create_graph=True)
h.backward()
print(g, h, x.grad)
""",
    "autograd, a custom function": """
import torch
class Clip(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x); return x.clamp(0, 1)
    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors; return g * (x > 0)
x = torch.tensor([-1., .5, 2.], requires_grad=True)
Clip.apply(x).sum().backward()
print(x.grad, torch.autograd.gradcheck(torch.sin, torch.ones(2, dtype=torch.double, requires_grad=True)))
""",
    "autograd, errors": """
import torch
x = torch.ones(2, requires_grad=True)
for act in (lambda: x.add_(1), lambda: (x * 2).backward(), lambda: x.numpy()):
    try: act()
    except RuntimeError as error: print(type(error).__name__, error)
y = x.exp(); z = y.sum(); y.detach().zero_()
try: z.backward()
except RuntimeError as error: print(str(error)[:80])
with torch.no_grad(): print((x * 2).requires_grad)
with torch.inference_mode(): print(torch.ones(1).is_inference())
""",
    "compile, eager": """
import torch
@torch.compile(backend="eager")
def f(x):
    if x.sum() > 0: return x.sin() + 1
    return x.cos()
print(f(torch.ones(3)), f(-torch.ones(3)))
model = torch.compile(torch.nn.Linear(2, 1), backend="eager", fullgraph=True)
print(model(torch.ones(1, 2)))
""",
    "export and fx": """
import torch
from torch import fx
print(fx.symbolic_trace(torch.nn.Sequential(torch.nn.Linear(2, 2), torch.nn.ReLU())).code)
""",
    "scripting": """
import torch, warnings
warnings.simplefilter("ignore")
traced = torch.jit.trace(lambda x: x * 2 + 1, torch.ones(2))
print(traced(torch.arange(2.)))
""",
    "data loading": """
import torch
from torch.utils.data import DataLoader, Dataset, TensorDataset, random_split, WeightedRandomSampler
class Squares(Dataset):
    def __len__(self): return 10
    def __getitem__(self, i): return {"x": torch.tensor(float(i)), "y": i * i}
for batch in DataLoader(Squares(), batch_size=4, shuffle=True, num_workers=0, drop_last=True):
    print(batch)
a, b = random_split(TensorDataset(torch.arange(6)), [4, 2])
print(len(a), [x for x in b], list(WeightedRandomSampler([1., 9.], 5)))
print(next(iter(DataLoader(list("abc"), collate_fn="".join, batch_size=3))))
""",
    "saving to memory": """
import io, torch
buffer = io.BytesIO()
torch.save({"x": torch.arange(3), "n": 1}, buffer)
buffer.seek(0)
print(torch.load(buffer, weights_only=True))
""",
    "state dicts": """
import copy, torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
state = copy.deepcopy(model.state_dict())
print(list(state), model.load_state_dict(state), nn.Linear(2, 2).load_state_dict({}, strict=False))
optimizer = torch.optim.Adam(model.parameters())
model(torch.randn(3, 2)).sum().backward(); optimizer.step()
print(optimizer.state_dict()["state"][0]["step"], sum(p.numel() for p in model.parameters()))
""",
    "modules": """
import torch
from torch import nn
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList(nn.Linear(2, 2) for _ in range(2))
        self.heads = nn.ModuleDict({"a": nn.Identity()})
        self.register_buffer("count", torch.zeros(1))
        self.scale = nn.Parameter(torch.ones(1))
    def forward(self, x):
        for layer in self.layers: x = layer(x).relu()
        return self.heads["a"](x) * self.scale
net = Net()
print(net, net(torch.ones(1, 2)), [n for n, _ in net.named_parameters()])
net.apply(lambda m: nn.init.xavier_uniform_(m.weight) if isinstance(m, nn.Linear) else None)
print(net(torch.ones(1, 2)), net.double().scale.dtype, net.requires_grad_(False).scale.requires_grad)
""",
    "initializers": """
import torch
from torch.nn import init
for f in (init.kaiming_normal_, init.kaiming_uniform_, init.xavier_normal_, init.orthogonal_,
          init.trunc_normal_, init.zeros_, init.eye_):
    print(f.__name__, f(torch.empty(2, 2)))
""",
    "parametrizations": """
import torch
from torch import nn
from torch.nn.utils import parametrizations as p, parametrize, prune
print(p.weight_norm(nn.Linear(2, 2))(torch.ones(2)), p.orthogonal(nn.Linear(2, 2)).weight.det().abs())
print(p.spectral_norm(nn.Linear(2, 2))(torch.ones(2)))
class Double(nn.Module):
    def forward(self, x): return 2 * x
layer = nn.Linear(2, 2); parametrize.register_parametrization(layer, "weight", Double())
print(layer.weight, prune.l1_unstructured(nn.Linear(2, 2), "weight", 0.5).weight_mask)
""",
    "dropouts": """
import torch
from torch import nn
x = torch.ones(2, 3, 4)
for drop in (nn.Dropout(0.5), nn.Dropout1d(), nn.AlphaDropout(0.2), nn.FeatureAlphaDropout()):
    print(drop(x)); drop.eval(); print(drop(x).sum())
print(nn.Dropout2d()(torch.ones(1, 2, 2, 2)))
""",
    "attention": """
import torch
from torch import nn
q = torch.randn(1, 2, 4, 8)
print(nn.functional.scaled_dot_product_attention(q, q, q, is_causal=True).sum())
print(nn.functional.scaled_dot_product_attention(q, q, q, attn_mask=torch.ones(4, 4).tril() == 1).sum())
attention = nn.MultiheadAttention(8, 2, batch_first=True)
y, weights = attention(q[0], q[0], q[0])
print(y.sum(), weights.sum(-1))
""",
    "transformers": """
import torch
from torch import nn
layer = nn.TransformerEncoderLayer(8, 2, 16, batch_first=True)
encoder = nn.TransformerEncoder(layer, 2)
x = torch.randn(2, 5, 8)
print(encoder(x).sum(), encoder.eval()(x).sum())
print(nn.TransformerDecoderLayer(8, 2, 16)(x, x).shape, nn.Transformer.generate_square_subsequent_mask(3))
""",
    "recurrent layers": """
import torch
from torch import nn
x = torch.randn(3, 2, 4)
for make in (nn.RNN, nn.GRU, nn.LSTM):
    y, h = make(4, 5, num_layers=2, bidirectional=True, dropout=0.1)(x)
    print(make.__name__, y.shape, y.sum())
    y.sum().backward()
print(nn.LSTMCell(4, 3)(x[0])[0].sum(), nn.GRUCell(4, 3)(x[0]).sum())
packed = nn.utils.rnn.pack_padded_sequence(x, [3, 2])
y, _ = nn.GRU(4, 2)(packed)
print(nn.utils.rnn.pad_packed_sequence(y)[1], nn.utils.rnn.pad_sequence([torch.ones(2), torch.ones(1)]))
""",
    "embeddings": """
import torch
from torch import nn
e = nn.Embedding(5, 3, padding_idx=0, max_norm=1.0)
y = e(torch.tensor([0, 1, 1])); y.sum().backward()
print(y, e.weight.grad, nn.EmbeddingBag(5, 2, mode="mean")(torch.tensor([[1, 2]])))
print(nn.functional.one_hot(torch.tensor([1, 0]), 3))
""",
    "resizing": """
import torch
from torch.nn import functional as F
x = torch.randn(1, 1, 4, 4)
for mode in ("nearest", "bilinear", "bicubic", "area"): print(F.interpolate(x, 6, mode=mode).sum())
print(F.pad(x, (1, 1, 1, 1), mode="reflect").shape, F.unfold(x, 2).shape, F.pixel_shuffle(torch.ones(1, 4, 2, 2), 2).shape)
print(F.grid_sample(x, F.affine_grid(torch.eye(2, 3)[None], (1, 1, 4, 4), align_corners=False), align_corners=False).sum())
""",
    "clipping gradients": """
import torch
layer = torch.nn.Linear(3, 3)
(layer(torch.ones(1, 3)) * 100).sum().backward()
print(torch.nn.utils.clip_grad_norm_(layer.parameters(), 1.0), layer.weight.grad)
torch.nn.utils.clip_grad_value_(layer.parameters(), 0.1)
print(layer.weight.grad.max(), torch.nn.utils.parameters_to_vector(layer.parameters()).shape)
""",
    "numpy": """
import numpy, torch
a = numpy.arange(3.)
t = torch.from_numpy(a)
t += 1
print(a, t, t.numpy().mean(), torch.as_tensor(numpy.float32(2)), numpy.random.rand(2), numpy.linalg.inv(numpy.eye(2)))
print(numpy.random.default_rng(0).normal(size=2), numpy.fft.fft(a), numpy.asarray(t).dtype)
""",
    "two threads": """
import torch
torch.set_num_threads(2)
x = torch.randn(256, 256)
print(torch.get_num_threads(), (x @ x.T).trace() > 0, torch.nn.Conv2d(1, 4, 3)(x[None, None]).shape)
""",
    "a pool of threads": """
import threading, torch
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(8) as pool: print(list(pool.map(lambda n: torch.ones(n).sum().item(), range(16))))
""",
    "threads and a queue": """
import queue, threading
q, lock = queue.Queue(), threading.Lock()
workers = [threading.Thread(target=lambda i=i: q.put(i)) for i in range(4)]
for w in workers: w.start()
for w in workers: w.join()
print(sorted(q.get() for _ in workers))
""",
    "warnings": """
import sys, torch, warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    torch.nn.functional.mse_loss(torch.ones(2), torch.ones(2, 1))
    warnings.warn("mine")
print([str(w.message).splitlines()[0][:40] for w in caught])
""",
    "quantized": """
import torch, warnings
warnings.simplefilter("ignore")
q = torch.quantize_per_tensor(torch.tensor([0.1, 0.5]), 0.1, 0, torch.quint8)
print(q, q.int_repr(), torch.fake_quantize_per_tensor_affine(torch.ones(2), 0.1, 0, 0, 255))
""",
    "nested tensors": """
import torch, warnings
warnings.simplefilter("ignore")
n = torch.nested.nested_tensor([torch.ones(2), torch.ones(3)])
print(n.size(0), n.to_padded_tensor(0.), [t.sum() for t in n.unbind()])
""",
    "random generators": """
import random, torch
g = torch.Generator().manual_seed(7)
print(torch.rand(2, generator=g), torch.randperm(5), torch.randint(9, (3,)), random.random())
state = torch.get_rng_state(); a = torch.rand(1); torch.set_rng_state(state)
print(a == torch.rand(1), torch.multinomial(torch.ones(4), 2), torch.initial_seed())
with torch.random.fork_rng(): torch.manual_seed(1)
print(torch.rand(1), torch.bernoulli(torch.full((3,), .5)), torch.normal(0., 1., (2,)))
""",
    "storage and strides": """
import torch
x = torch.arange(6).view(2, 3)
y = x.t()
print(y.stride(), y.is_contiguous(), x.data_ptr() == y.data_ptr(), x.untyped_storage().nbytes())
print(x.as_strided((2, 2), (1, 1)), y.contiguous().stride(), x.expand(2, 2, 3).stride(), x.element_size())
print(torch.ones(1, 2, 3, 3).to(memory_format=torch.channels_last).stride())
""",
    "meta and fake": """
import torch
with torch.device("meta"): layer = torch.nn.Linear(10**5, 10**5)
print(layer.weight.shape, layer.weight.device)
from torch._subclasses.fake_tensor import FakeTensorMode
with FakeTensorMode(): print(torch.ones(3, 3) @ torch.ones(3, 1))
""",
    "subclasses and dispatch": """
import torch
from torch.utils._python_dispatch import TorchDispatchMode
class Log(TorchDispatchMode):
    def __torch_dispatch__(self, f, types, args=(), kwargs=None):
        print(f); return f(*args, **(kwargs or {}))
with Log(): torch.ones(2) + 1
class T(torch.Tensor): pass
print(type(torch.ones(1).as_subclass(T) * 2))
""",
    "counting": """
import torch
from torch.utils.flop_counter import FlopCounterMode
with FlopCounterMode(display=False) as counter: torch.ones(4, 8) @ torch.ones(8, 2)
print(counter.get_total_flops())
""",
    "averaged models": """
import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
m = torch.nn.Linear(1, 1); a = AveragedModel(m, multi_avg_fn=get_ema_multi_avg_fn(0.9))
with torch.no_grad(): m.weight.fill_(2.)
a.update_parameters(m); a.update_parameters(m)
print(a.module.weight, a.n_averaged)
""",
    "gradient accumulation and scaling": """
import torch
layer, scaler = torch.nn.Linear(2, 1), torch.amp.GradScaler("cpu", enabled=True)
optimizer = torch.optim.SGD(layer.parameters(), lr=.1)
for _ in range(2): scaler.scale(layer(torch.ones(1, 2)).sum() / 2).backward()
scaler.unscale_(optimizer); scaler.step(optimizer); scaler.update()
print(layer.weight, scaler.get_scale())
""",
    "training": """
import torch
from torch import nn
model = nn.Sequential(nn.Linear(2, 16), nn.ReLU(), nn.Dropout(0.1), nn.Linear(16, 1))
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-2, weight_decay=1e-2)
x = torch.rand(64, 2); y = (x[:, :1] > x[:, 1:]).float()
for _ in range(30):
    optimizer.zero_grad(set_to_none=True)
    loss = nn.functional.binary_cross_entropy_with_logits(model(x), y)
    loss.backward(); optimizer.step()
print(loss)
""",
    "the standard library": """
import bisect, collections, contextlib, copy, dataclasses, datetime, decimal, enum, functools
import fractions, heapq, inspect, itertools, json, math, operator, pathlib, pickle, re
import statistics, string, textwrap, time, traceback, types, typing, uuid, abc, array, struct
@dataclasses.dataclass
class Point: x: int = 1
def f(): return 1
print(Point(), json.dumps({"a": 1}), fractions.Fraction(1, 3), statistics.mean([1, 2]))
print(inspect.getsource(f), pickle.loads(pickle.dumps([1])), time.monotonic() > 0, datetime.date(2020, 1, 2))
try: 1 / 0
except ZeroDivisionError: print(traceback.format_exc().splitlines()[-1])
""",
}
