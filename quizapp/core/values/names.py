"""Names: of dtypes, constants and exceptions, as people type them."""

import math
import re
from collections.abc import Mapping

from quizapp.core.values.value import (
    ComplexArray,
    Dtype,
    ExceptionClass,
    Nothing,
    Number,
    Opaque,
    Value,
    scalar,
)

DTYPES = frozenset(
    {
        "bool",
        *("uint8", "uint16", "uint32", "uint64"),
        *("int8", "int16", "int32", "int64"),
        *("float16", "bfloat16", "float32", "float64"),
        *("float8_e4m3fn", "float8_e5m2", "qint8", "quint8"),
        *("complex32", "complex64", "complex128"),
    }
)
ALIASES = {
    "half": "float16",
    "float": "float32",
    "double": "float64",
    "fp16": "float16",
    "bf16": "bfloat16",
    "fp32": "float32",
    "fp64": "float64",
    "short": "int16",
    "int": "int32",
    "long": "int64",
    "cfloat": "complex64",
    "cdouble": "complex128",
}
CONSTANTS: dict[str, Number] = {
    "true": True,
    "false": False,
    "true_": True,  # numpy's own booleans
    "false_": False,
    "yes": True,
    "no": False,
    "nan": math.nan,
    "inf": math.inf,
    "infinity": math.inf,
    "pi": math.pi,
    "e": math.e,
}
TYPES = frozenset(
    {"int", "float", "bool", "str", "list", "dict", "set", "tuple", "bytes", "object"}
)
"""Python's own classes, as arguments: `defaultdict(list, {})`."""
EXCEPTION = re.compile(
    r"[A-Z]\w*(Error|Exception|Warning|Interrupt|Exit|Iteration)|Exception"
)
_GREEK = {
    "α": ("alpha",),
    "β": ("beta",),
    "γ": ("gamma",),
    "δ": ("delta",),
    "ε": ("eps", "epsilon"),
    "η": ("eta", "lr"),
    "θ": ("theta",),
    "λ": ("lam", "lambda_", "lmbda", "lamb"),
    "μ": ("mu",),
    "ρ": ("rho",),
    "σ": ("sigma",),
    "τ": ("tau",),
}
"""How a letter of a question is called in code."""
_IMAGINARY = {"nanj": complex(0, math.nan), "infj": complex(0, math.inf)}


def with_greek(names: Mapping[str, Value]) -> Mapping[str, Value]:
    """Return the values of names, also by their Greek letters: `λ` for `lam`."""
    letters = {
        letter: names[name]
        for letter, spelled in _GREEK.items()
        for name in spelled
        if name in names
    }
    return {**letters, **names}


def value_named(name: str) -> Value | None:
    """Return what a name without its module means by itself, None for an unknown one.

    A constant, None, a dtype, a class or an exception.
    """
    folded = name.casefold()
    if folded in CONSTANTS:
        return scalar(CONSTANTS[folded])
    if folded == "none":
        return Nothing()
    if name in DTYPES or name in ALIASES:
        return Dtype(ALIASES.get(name, name))
    if name in _IMAGINARY:
        return ComplexArray((), (_IMAGINARY[name],))
    if name in TYPES:
        return Opaque("type", f"<class '{name}'>", whole=True)
    return ExceptionClass(name) if EXCEPTION.fullmatch(name) else None
