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
