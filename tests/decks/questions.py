"""What interviewers ask: the questions that decks answer, by the deck that does.

`l1` to `l50` are the questions on large language models that are asked most; a card
that lets a learner speak answers one. `t1` to `t40` are things that are written from
scratch; a card that runs the learner's code asks for one. Cards carry these as tags.
"""

QUESTIONS = {
    "tokens": {
        "l1": "what tokenization is, and why it matters",
        "l16": "words that the vocabulary does not have",
        "t35": "byte-pair encoding",
    },
    "embeddings": {
        "l10": "what embeddings are, and how they start",
        "l26": "the gradients of an embedding",
        "l42": "adaptive softmax",
        "t18": "an embedding layer",
    },
    "attention": {
        "l2": "how attention works",
        "l22": "why there are several heads",
        "l23": "softmax in attention",
        "l24": "the dot product in attention",
        "l32": "how scores are computed",
    },
    "attention-code": {
        "t2": "softmax",
        "t5": "scaled dot-product attention",
        "t6": "attention with several heads",
        "t9": "causal attention",
        "t11": "attention in a sliding window",
        "t12": "linear attention",
        "t23": "cross-attention",
    },
    "positions": {
        "l3": "the context window",
        "l21": "positional encodings",
        "t24": "RoPE",
    },
    "fast-attention": {
        "t10": "grouped-query attention",
        "t14": "a KV cache",
        "t25": "FlashAttention's running softmax",
    },
    "architectures": {
        "l7": "masked and causal language models",
        "l8": "sequence-to-sequence models",
        "l9": "autoregressive and masked training",
        "l11": "predicting the next sentence",
        "l17": "transformers against recurrent networks",
        "l19": "generative and discriminative models",
        "l20": "what changed from one GPT to the next",
        "l33": "models of several modalities",
        "l34": "kinds of foundation models",
        "l39": "joint and conditional models",
        "l46": "encoders and decoders",
        "l47": "how LLMs differ from n-grams",
        "l49": "what an LLM is",
    },
    "building-blocks": {
        "t13": "a block of GPT-2",
        "t15": "the MLP of a block",
        "t22": "a convolution",
        "t27": "the patches of a vision transformer",
    },
    "normalization": {
        "l43": "vanishing gradients in transformers",
        "t4": "layer norm",
        "t7": "batch norm",
        "t8": "RMS norm",
    },
    "initialization": {
        "l30": "the derivative of ReLU",
        "t1": "ReLU",
        "t19": "GELU",
        "t20": "initial weights by fan-in",
    },
    "gradients": {
        "l27": "the Jacobian",
        "l28": "eigenvectors and fewer dimensions",
        "l31": "the chain rule",
        "t3": "a linear layer",
        "t40": "linear regression",
    },
    "optimizers": {
        "l48": "hyperparameters",
        "t21": "clipping gradients by norm",
        "t29": "Adam",
        "t30": "a cosine schedule with warm-up",
        "t31": "accumulating gradients",
    },
    "losses": {
        "l25": "cross-entropy",
        "l29": "KL divergence",
        "t16": "cross-entropy from logits",
    },
    "overfitting": {
        "l18": "overfitting and its remedies",
        "t17": "dropout in a network",
    },
    "moe": {
        "l37": "mixtures of experts",
        "t28": "a mixture of experts",
    },
    "decoding": {
        "l5": "beam search",
        "l6": "temperature",
        "l12": "top-k and top-p",
        "t32": "sampling with top-k and top-p",
        "t33": "beam search",
        "t34": "speculative decoding",
    },
    "quantization": {
        "l15": "distillation",
        "l50": "what serving an LLM costs",
        "t36": "an int8 linear layer",
    },
    "lora": {
        "l4": "LoRA and QLoRA",
        "l14": "catastrophic forgetting",
        "l35": "fine-tuning few parameters",
        "t26": "a LoRA layer",
    },
    "preferences": {
        "l45": "an LLM that answers with bias or errors",
        "t37": "the loss of DPO",
        "t38": "the loss of GRPO",
        "t39": "the loss of PPO",
    },
    "prompting": {
        "l13": "what a prompt changes",
        "l38": "chain of thought",
        "l41": "zero-shot prompts",
        "l44": "few-shot prompts",
    },
    "retrieval": {
        "l36": "the steps of RAG",
        "l40": "knowledge graphs",
    },
}
"""The tags of each deck, in our words."""

NOT_YET: set[str] = set()
"""What a deck is to answer but does not: take a tag out as soon as a card does."""
