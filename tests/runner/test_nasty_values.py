"""Whatever value a snippet yields arrives, or is said to be too large to show."""

import random

import pytest

from quizapp.core.runs.outcome import Completed, Limits, Program, Show
from quizapp.core.values.value import Opaque
from quizapp.core.values.writer import write
from quizapp.runner.app.zygote_host import ZygoteHost
from quizapp.runner.protocol import MAX_DIGITS, MAX_DIMENSIONS, TOO_LARGE
from support.zygotes import lent_runner

pytestmark = pytest.mark.torch

LIMITS = Limits.within(60)

PRELUDE = """
import dataclasses, enum, math, numpy, torch
def nested(depth, leaf=1):
    for _ in range(depth): leaf = [leaf]
    return leaf
class Nasty:
    def __init__(self, **how): self.__dict__.update(how)
    def __repr__(self): return self.text
class Odd(list):
    def __len__(self): return 2**70
    def __iter__(self): raise KeyError
class Number(float):
    def __repr__(self): return "forged"
class Shy(int):
    def __int__(self): raise ZeroDivisionError
    def __abs__(self): raise ZeroDivisionError
class Meta(type):
    def __repr__(cls): raise SystemExit
class Hidden(metaclass=Meta):
    __class__ = property(lambda self: 1 / 0)
class Key:
    def __init__(self, number): self.number = number
    def __hash__(self): return 1
    def __eq__(self, other): raise ValueError
    def __repr__(self): raise SystemExit
class Sly(dict):
    def items(self): raise KeyError
    def __iter__(self): raise KeyError
    def __len__(self): return 2**70
class Group(set):
    def __iter__(self): raise KeyError
class Fields(tuple):
    _fields = property(lambda self: 1 / 0)
class Forged(tuple):
    _fields = ("x", 3)
class Code(str):
    def __getitem__(self, key): return 1 / 0
    def __str__(self): raise KeyError
@dataclasses.dataclass
class Partly:
    x: int
    y: int = dataclasses.field(init=False)
class Shade(enum.IntEnum):
    DARK = 1
    def __repr__(self): raise OSError
import collections as c
Pair = c.namedtuple("Pair", "x y")
forest = {}; forest[1] = [forest]
loop = []; loop.append(loop)
table = {}; table["self"] = table
huge = type("T" * 5000, (), {})
"""

LEAVES = (
    *(
        "0",
        "-0.0",
        "True",
        "None",
        "math.nan",
        "-math.inf",
        "1e-320",
        "5e300",
        "1 + 2j",
    ),
    *("2**63", "-(10**399)", "10**400", "-(10**400)", "10**4300", "1 << 200_000"),
    *("''", "'x' * 10**6", "'\\ud800'", "'\\x00\\x1b[31m'", "'\\U0001f600' * 3000"),
    *("b'bytes'", "{}", "set()", "range(10**30)", "...", "print", "int", "ValueError"),
    *("ValueError('x')", "KeyboardInterrupt", "loop", "table", "huge()", "huge"),
    *("Nasty(text=3)", "Nasty()", "Nasty(text='x' * 10**6)", "Odd([1])", "Hidden()"),
    *("Hidden", "Number(2)", "Shy(3)", "type('E', (ValueError,), {'__name__': 1})"),
    *("(n for n in [])", "memoryview(b'x')"),
    *("{Key(1): 2}", "{'x': Key(1)}", "{Key(1)}", "Sly(a=1)", "Group([1, 2])"),
    *("Fields((1, 2))", "Forged((1, 2))", "Forged((1,))", "Code('abc')", "Partly(1)"),
    *("Shade.DARK", "[Shade.DARK, 1]", "Pair(1, loop)", "forest", "{(1, 2): {3: {}}}"),
    *("set(range(10**4))", "dict.fromkeys(range(10**3))", "{float('nan'): 1, 'a': 2}"),
    *("b'x' * 10**6", "bytearray(3)", "frozenset([frozenset()])", "complex('nan')"),
    *("c.Counter('abc')", "c.Counter(a='x', b=1)", "c.Counter({'a': Key(1)})"),
    *("c.OrderedDict(a=1)", "c.defaultdict(Key, a=1)", "c.defaultdict(None)"),
    *("c.deque([1], 3)", "c.ChainMap({1: 2})", "c.UserDict(a=1)", "{1: 2}.keys()"),
    *("type('D', (dict,), {'__repr__': lambda self: 1})(a=1)",),
)

TENSORS = (
    *("torch.empty(0, 2**62)", "torch.empty(2**62, 0)", "torch.empty(0, 2**63 - 1)"),
    *("torch.zeros([1] * 12)", "torch.zeros([1] * 13)", "torch.zeros([1] * 64)"),
    *("torch.zeros([2] * 13)", "torch.zeros(1).expand(2**40)", "torch.tensor(10**18)"),
    *("torch.ones(2, dtype=torch.complex64)", "torch.ones(300, dtype=torch.complex64)"),
    *("torch.eye(3).to_sparse()", "torch.empty(3, device='meta')", "torch.bfloat16"),
    *(
        "torch.empty(2**50, device='meta')",
        "torch.nested.nested_tensor([torch.ones(2)])",
    ),
    *(
        "torch.quantize_per_tensor(torch.ones(3), 0.1, 0, torch.qint8)",
        "torch.Size([2])",
    ),
    *(
        "torch.nn.Linear(2, 2)",
        "torch.nn.Parameter(torch.ones(2))",
        "torch.Generator()",
    ),
    *("torch.tensor([math.nan, math.inf, -0.0])", "torch.tensor([], dtype=torch.bool)"),
    *("torch.zeros(3, dtype=torch.float8_e4m3fn)", "torch.eye(40).to_sparse_csr()"),
    *("torch.tensor(2**64 - 1, dtype=torch.uint64)", "torch.finfo(torch.half)"),
    *("numpy.zeros([1] * 32)", "numpy.zeros([2] * 13)", "numpy.zeros((0, 2**40))"),
    *("numpy.float16(2)", "numpy.longdouble(10) ** 4000", "numpy.array(['a', None])"),
    *("numpy.array([(1, 2.0)], dtype='i4,f8')", "numpy.datetime64('NaT')"),
    *(
        "numpy.ma.masked_array([1, 2], [0, 1])",
        "numpy.zeros(3, 'c16')",
        "numpy.bool_(1)",
    ),
)

SHAPES = (
    "[{}] * 3",
    "({}, {})",
    "[[{}], [{}, 1]]",
    "nested(5, {})",
    "nested(6, {})",
    "nested(7, {})",
    "nested(12, {})",
    "nested(13, {})",
    "nested(100, {})",
    "nested(5000, {})",
    "[{}] * 257",
    "[{}] * 511",
    "[{}] * 513",
    "[[{}] * 30] * 30",
    "{{'key': {}}}",
    "[[], {}, [[]]]",
    "{{1: {}, 'b': [{}]}}",
    "({},)",
    "Pair({}, {})",
    "Partly({})",
    "c.OrderedDict(a={}, b={})",
    "{{(k, 1): {} for k in range(300)}}",
)


def expressions(count: int) -> list[str]:
    """Return nasty values alone, then random ones within others."""
    chance = random.Random(13)  # noqa: S311
    leaves = [*LEAVES, *TENSORS]
    nested: list[str] = []
    for _ in range(count):
        value = chance.choice(leaves)
        for _ in range(chance.choice((1, 1, 2))):
            others = [value, chance.choice(leaves)]
            chance.shuffle(others)
            value = chance.choice(SHAPES).format(*others)
        nested.append(value)
    plain = [shape.format("1", "2") for shape in SHAPES]
    return [*leaves, *plain, *nested]


@pytest.fixture(scope="module")
def zygote():
    runner = lent_runner()
    yield runner
    runner.close()


def value_of(zygote: ZygoteHost, expression: str):
    """Return the value of a run that must complete, and check what is drawn too."""
    styles: tuple[Show, ...] = ("values", "histogram", "heatmap")
    show = tuple((f"({expression},{n})[0]", style) for n, style in enumerate(styles))
    program = Program(f"{PRELUDE}x = {expression}", "x", limits=LIMITS, show=show)
    outcome = zygote.run(program)
    assert isinstance(outcome, Completed), (expression, outcome)
    return outcome.value


@pytest.mark.parametrize("count", [150, pytest.param(600, marks=pytest.mark.slow)])
def test_every_value_arrives(zygote, count):
    """None makes the result invalid, and each can be written."""
    for expression in expressions(count):
        write(value_of(zygote, expression))


@pytest.mark.parametrize(
    ("expression", "about"),
    [
        (f"10**{MAX_DIGITS}", "int of "),
        (f"torch.zeros([1] * {MAX_DIMENSIONS + 1})", "torch.float32 of shape (1, 1,"),
        ("torch.zeros([2] * 13)", "torch.float32 of shape (2, 2,"),
        ("numpy.zeros([1] * 32)", "float64 of shape (1, 1,"),
        ("nested(100)", "list of length 1"),
        ("[None] * 600", "list of length 600"),
        ("{n: n for n in range(600)}", "dict of length 600"),
        ("'x' * 5000", "str of length 5000"),
        ("b'x' * 5000", "bytes of length 5000"),
    ],
)
def test_a_value_beyond_a_limit_is_said_to_be_too_large(zygote, expression, about):
    """With its type, and its shape, length or bits."""
    value = value_of(zygote, expression)
    assert isinstance(value, Opaque)
    assert value.text.startswith(TOO_LARGE + about), value.text
