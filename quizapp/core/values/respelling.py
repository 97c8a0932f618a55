r"""Respelling: notations of paper and of TeX, in the grammar of `expression`.

`3²` becomes `3**2`, `½` becomes `(1/2)`, `√2` becomes `sqrt(2)`, and `\frac{10}{9}`
becomes `((10)/(9))`. Text in quotes stays as it is. A superscript or a fraction that
belongs to nothing is asked about: it is never taken for a digit.
"""

import re
import unicodedata
from collections.abc import Callable

from quizapp.core.values.folding import fold
from quizapp.core.values.misread import Misread

MAX_NESTED = 16
"""The most fractions and roots of TeX within one another."""

_QUOTED = re.compile(r"""('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_FRACTIONS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_STRANGE = re.compile(f"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻₀-₉{_FRACTIONS}⅟↉√∛∜∞]")
_ATOM = r"(\d[\d_]*\.?\d*|\.\d+|[^\W\d]\w*|(?=\())"

_TEX = {
    r"\times": "*",
    r"\cdot": "*",
    r"\ast": "*",
    r"\div": "/",
    r"\infty": "inf",
    r"\pi": "pi",
    r"\approx": "≈",
    r"\sim": "~",
    r"\left": "",
    r"\right": "",
    r"\displaystyle": "",
    r"\quad": " ",
    r"\sqrt": "sqrt",
    r"\ln": "ln",
    r"\log": "log",
    r"\exp": "exp",
    r"\tanh": "tanh",
    r"\%": "%",
    r"\,": "",
    r"\;": "",
    r"\!": "",
    r"\ ": " ",
    r"\{": "{",
    r"\}": "}",
    r"\(": "",
    r"\)": "",
}
_SPOKEN = re.compile(
    r"(?<![\w.])(\d[\d.,]*|\([^()]+\)) (squared|cubed|doubled|tripled|halved)\b"
    r"|(?<=\d) to the power of (?=\d)",
    re.IGNORECASE,
)
_SPELLED = {
    "squared": "({})**2",
    "cubed": "({})**3",
    "doubled": "({})*2",
    "tripled": "({})*3",
    "halved": "({})/2",
}
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|[%,;! {}()])")
_FRAC = re.compile(r"\\[dt]?frac(?:\{([^{}]*)\}\{([^{}]*)\}|(\d)(\d))")
_GROUP = re.compile(
    r"(\\sqrt|\^|\\(?:text|mathrm|mathbf|mathit|operatorname))\{([^{}]*)\}"
)


def respell(text: str) -> str | Misread:
    """Return a text in the grammar of typed values; a Misread if it has no meaning."""
    parts = _QUOTED.split(text)
    parts[::2] = map(fold, parts[::2])
    text = _SPOKEN.sub(_spoken, _unwrapped("".join(parts).strip()))
    if text.isascii() and "\\" not in text and "^{" not in text:
        return text
    parts = _QUOTED.split(text)
    parts[::2] = map(_respelled, parts[::2])
    strange = next(filter(None, map(_STRANGE.search, parts[::2])), None)
    return "".join(parts) if strange is None else _asked(strange[0])


def _unwrapped(text: str) -> str:
    """Return text without the backticks or dollar signs around it."""
    for mark in ("```", "``", "`", "$$", "$"):
        inner = text[len(mark) : -len(mark)]
        if text.startswith(mark) and text.endswith(mark) and mark not in inner:
            return inner.strip()
    return text


def _respelled(part: str) -> str:
    if "\\" in part or "^{" in part:
        part = _without_tex(part)
    for pattern, replacement in _RULES:
        part = pattern.sub(replacement, part)
    return part


def _asked(char: str) -> Misread:
    """Say how to type what a character may have meant."""
    if char in "√∛∜":
        return Misread(f"a root of what? type {char} as sqrt(2) or 8^(1/3)")
    if char == "∞":
        return Misread("infinity stands alone: type inf or -inf")
    if char in _FRACTIONS or char in "⅟↉":
        return Misread(f"which number is meant by {char}? type it as 1/2 or 2.5")
    return Misread(f"what is {char} attached to? type a power as 3^2")


def _spoken(match: re.Match[str]) -> str:
    """Spell `24 squared` and `2 to the power of 10`."""
    return _SPELLED[match[2].casefold()].format(match[1]) if match[2] else "**"


def _power(match: re.Match[str]) -> str:
    return f"**{match[1].translate(_RAISED)}"


def _small_fraction(match: re.Match[str]) -> str:
    """Spell `²/₃`, and `1²/₃` for one and two thirds."""
    whole = f"{match[1]}+" if match[1] else ""
    return f"({whole}{match[2].translate(_RAISED)}/{match[3].translate(_LOWERED)})"


def _fraction(match: re.Match[str]) -> str:
    """Spell `½`, and `2½` for two and a half."""
    whole = f"{match[1]}+" if match[1] else ""
    fraction = unicodedata.normalize("NFKC", match[2]).replace("\u2044", "/")
    return f"({whole}{fraction})"


def _root(match: re.Match[str]) -> str:
    name = {"√": "sqrt", "∛": "cbrt"}[match[1]]
    return f"{name}({match[2]})" if match[2] else name


_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"(?<![\w.])(\d*)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)/([₀-₉]+)"), _small_fraction),
    (re.compile(rf"(?<![\w.])(\d*)([{_FRACTIONS}])"), _fraction),
    (re.compile(r"\blog([₀-₉]+)"), lambda match: f"log{match[1].translate(_LOWERED)}"),
    (re.compile(r"³√"), "∛"),
    (re.compile(r"(?<=[\d).])(?=[√∛])"), "*"),
    (re.compile(rf"([√∛])\s*{_ATOM}"), _root),
    (re.compile(r"(?<=[\w.)\]])([⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)"), _power),
    (re.compile(r"(?<=[\d)])π(?!\w)"), "*pi"),
    (re.compile(r"(?<!\w)π(?!\w)"), "pi"),
    (re.compile(r"(?<!\w)∞(?!\w)"), "inf"),
    (re.compile(r"(?<!\w)σ(?=\s*\()"), "sigmoid"),
)


def _without_tex(text: str) -> str:
    """Return text without TeX's commands, as far as they are known."""
    for _ in range(MAX_NESTED):
        before = text
        text = _FRAC.sub(_tex_fraction, text)
        text = _GROUP.sub(_tex_group, text)
        if text == before:
            break
    text = _COMMAND.sub(lambda match: _TEX.get(match[0], match[0]), text)
    return re.sub(r"(?<=[\d)])(?=sqrt|pi\b)", "*", text)


def _tex_fraction(match: re.Match[str]) -> str:
    above, below = match[1] or match[3] or "", match[2] or match[4] or ""
    return f"(({above})/({below}))"


def _tex_group(match: re.Match[str]) -> str:
    r"""Spell `\sqrt{2}`, `2^{10}` and `\text{MB}`."""
    match match[1]:
        case r"\sqrt":
            return f"sqrt({match[2]})"
        case "^":
            return f"^({match[2]})"
        case _:
            return match[2]
