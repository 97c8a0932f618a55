"""The names of element types: torch's, numpy's, and those that people shorten."""

import re

from quizapp.core.values.names import ALIASES, DTYPES

_SHORT = {
    **{"f16": "float16", "f32": "float32", "f64": "float64", "fp8": "float8_e4m3fn"},
    **{"i8": "int8", "i16": "int16", "i32": "int32", "i64": "int64", "u8": "uint8"},
    **{"u16": "uint16", "u32": "uint32", "u64": "uint64", "b16": "bfloat16"},
    **{"e4m3": "float8_e4m3fn", "e5m2": "float8_e5m2", "bfloat": "bfloat16"},
    **{"single": "float32", "boolean": "bool", "integer": "int32"},
    **{"byte": "uint8", "char": "int8", "complex": "complex64"},
    **{"halfprecision": "float16", "singleprecision": "float32"},
    **{"doubleprecision": "float64"},
}
_AROUND = re.compile(
    r"""(?:<class\s*|dtype\s*[=(]\s*)?['"]?(?:(?:torch|cuda|np|numpy|jnp)\.)*"""
    r"""([\w\s-]+?)['"]?\s*[)>]?"""
)
_BITS = re.compile(r"(\d+)bits?(floats?|bfloats?|ints?|integers?|uints?|complex)\w*")
_TENSOR = re.compile(
    r"(float|double|half|bfloat16|byte|char|short|int|long|bool)tensor"
)


_BETWEEN = re.compile(
    r"\s*[,;/|&\n]\s*(?:and\s+)?|\s+and\s+|\s+-\s+|\.\s+", re.IGNORECASE
)
_MOST_LISTED = 20


def dtypes_listed(text: str) -> tuple[str, ...] | None:
    """Return torch's names for two or more listed dtypes; None for other text.

    What separates numbers by a quotient or a difference separates names.
    """
    inner = text.strip().rstrip(".;,")
    if inner[:1] + inner[-1:] in {"[]", "()"}:
        inner = inner[1:-1]
    parts = [part.strip().strip("`") for part in _BETWEEN.split(inner)]
    if len(parts) == 1:
        parts = inner.split()
    if not 1 < len(parts) <= _MOST_LISTED:
        return None
    names = tuple(name for name in map(dtype_named, parts) if name is not None)
    return names if len(names) == len(parts) else None


def dtype_named(text: str) -> str | None:
    """Return torch's name for a dtype, `float32` for `f32`; None if it is unknown."""
    around = _AROUND.fullmatch(text.strip().casefold())
    if around is None:
        return None
    name = around[1].strip()
    squeezed = re.sub(r"[\s_-]", "", name)
    if tensor := _TENSOR.fullmatch(squeezed):
        squeezed = tensor[1]
    if bits := _BITS.fullmatch(squeezed):
        squeezed = f"{bits[2].rstrip('s').removesuffix('eger')}{bits[1]}"
    for spelling in (name, squeezed):
        known = ALIASES.get(spelling) or _SHORT.get(spelling)
        if known is not None or spelling in DTYPES:
            return known or spelling
    return None
