"""Units behind a typed number: kept, converted, or asked about.

A unit that changes the number is never dropped: `12 KB` where megabytes are asked for
is 0.012, and `12 MB` where mebibytes are asked for is a question. A word that measures
nothing, as in `6.55 epochs` or `512x`, changes nothing.
"""

import re
from math import log

from msgspec import Struct

from quizapp.core.values.arithmetic import FUNCTIONS
from quizapp.core.values.misread import Misread

MAX_WORD = 40
"""Characters of a unit."""

_SCALES = {
    **{"halves": 1 / 2, "thirds": 1 / 3, "quarters": 1 / 4, "fifths": 1 / 5},
    **{"sixths": 1 / 6, "eighths": 1 / 8, "tenths": 1 / 10},
    **{"hundred": 1e2, "k": 1e3, "thousand": 1e3, "dozen": 12.0},
    **{"M": 1e6, "mn": 1e6, "mio": 1e6, "million": 1e6},
    **{"bn": 1e9, "billion": 1e9, "trillion": 1e12},
}
"""Words that multiply a number."""
_PREFIXES = {
    **{"": 1.0, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18},
    **{"Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30, "Ti": 2.0**40, "Pi": 2.0**50},
    **{"m": 1e-3, "μ": 1e-6, "u": 1e-6, "n": 1e-9},
    **{"kilo": 1e3, "mega": 1e6, "giga": 1e9, "tera": 1e12, "peta": 1e15},
    **{"kibi": 2.0**10, "mebi": 2.0**20, "gibi": 2.0**30, "tebi": 2.0**40},
    **{"milli": 1e-3, "micro": 1e-6, "nano": 1e-9},
}
_BASES = {
    **{"B": ("size", 8.0), "byte": ("size", 8.0), "bytes": ("size", 8.0)},
    **{"bit": ("size", 1.0), "bits": ("size", 1.0)},
    **{"nat": ("size", 1 / log(2)), "nats": ("size", 1 / log(2))},
    **{"s": ("time", 1.0), "sec": ("time", 1.0), "secs": ("time", 1.0)},
    **{"second": ("time", 1.0), "seconds": ("time", 1.0)},
    **{"FLOP": ("work", 1.0), "FLOPs": ("work", 1.0)},
    **{"FLOPS": ("rate", 1.0), "FLOP/s": ("rate", 1.0), "FLOPs/s": ("rate", 1.0)},
    **{"Hz": ("frequency", 1.0), "W": ("power", 1.0), "J": ("energy", 1.0)},
}
_WHOLE = {
    **{"min": ("time", 60.0), "mins": ("time", 60.0), "minute": ("time", 60.0)},
    **{"minutes": ("time", 60.0), "h": ("time", 3600.0), "hr": ("time", 3600.0)},
    **{"hrs": ("time", 3600.0), "hour": ("time", 3600.0), "hours": ("time", 3600.0)},
    **{"day": ("time", 86400.0), "days": ("time", 86400.0)},
    **{"week": ("time", 604800.0), "weeks": ("time", 604800.0)},
    **{"month": ("time", 2629800.0), "months": ("time", 2629800.0)},
    **{"year": ("time", 31557600.0), "years": ("time", 31557600.0)},
    **{"%": ("share", 0.01), "percent": ("share", 0.01), "pct": ("share", 0.01)},
    **{"‰": ("share", 0.001), "ppm": ("share", 1e-6)},
}
"""Units without a prefix."""
_LETTERS = {"B": "billion", "b": "billion", "T": "trillion"}
"""Scales of a count, as in `7B` parameters; of anything else `B` is a byte."""
_COUNTS = frozenset(
    {"parameter", "parameters", "params", "weights", "tokens", "words", "operations"}
)
"""What is counted, whatever unit a question mentions besides."""
_POINTS = frozenset({"percentage point", "pp", "ppt"})
_PERCENT = frozenset({"%", "percent", "pct"})
_COUNTED = re.compile(
    r"\bhow many\W+(?:(?:more|fewer|extra|other|such|different)\W+)?([^\W\d_]+)",
    re.IGNORECASE,
)
"""What is counted: the word behind `how many`."""
_BINARY = re.compile(r"[KMGTP]i|(?:ki|me|gi|te)bi")
_TIMES = frozenset({"x", "×", "times", "fold", "-fold"})
_NOT_UNITS = frozenset(
    {"or", "to", "and", "not", "plus", "minus", "by", "e", "i", "j", "pi", "inf"}
    | {"nan", "true", "false", "yes", "no", "t", "f", *FUNCTIONS}
)
"""Words that make a number another answer."""


class Unit(Struct, frozen=True):
    """What a unit measures, and how much of it."""

    dimension: str
    factor: float
    binary: bool | None = None
    """Whether it is a power of 1024, None if it is neither that nor of 1000."""


def unit_of(word: str) -> Unit | None:
    """Return a unit that measures something known, None for any other word."""
    if len(word) > MAX_WORD:
        return None
    if (known := _WHOLE.get(word) or _WHOLE.get(word.casefold())) is not None:
        return Unit(*known)
    for spelling in (word, _usual_case(word)):
        for length in (0, 1, 2, 4, 5):  # of a prefix
            scale = (
                _PREFIXES.get(spelling[:length]) if length <= len(spelling) else None
            )
            scale = _PREFIXES["k"] if spelling[:length] == "K" else scale
            base = _BASES.get(spelling[length:])
            if scale is not None and base is not None:
                binary = bool(_BINARY.match(spelling)) if length else None
                return Unit(base[0], scale * base[1], binary)
    return None


def factor_of(phrase: str, asked: str, about: str = "") -> float | Misread:
    """Return what the words behind a number multiply it by, in the unit asked for.

    `about` is the question: a unit that it mentions is the one that is asked for, and
    `7 billion` is 7 where it asks how many billion.
    """
    counted, _, rest = asked.partition(" ")
    phrase = _without_letter(phrase, asked, about)
    if (scale := _scale(counted)) is not None:  # `7 million` where millions are asked
        return _in_scale(_factor_of(phrase, rest, about), scale)
    factor = _factor_of(phrase, asked, about)
    if asked or isinstance(factor, Misread) or not any(map(_scale, phrase.split())):
        return factor
    return _in_scale(factor, _counted_scale(about))


def _without_letter(phrase: str, asked: str, about: str) -> str:
    """Spell `B` as `billion` where a count is asked for."""
    letter, _, rest = phrase.partition(" ")
    scale = _LETTERS.get(letter)
    if scale is None or not _is_count(asked, about) or _mentions(about, letter):
        return phrase
    return f"{scale} {rest}".rstrip()


def _is_count(asked: str, about: str) -> bool:
    """Return whether a number of things is asked for, rather than one of bytes."""
    if asked:
        return unit_of(asked) is None and not is_percent(asked)
    counted = {word.casefold() for word in _COUNTED.findall(about)}
    units = list(filter(None, map(unit_of, counted)))
    if any(unit.dimension != "work" for unit in units):  # of FLOPs, there are billions
        return False
    if not counted.isdisjoint(_COUNTS) or any(map(_scale, counted)):
        return True
    words = re.findall(r"[^\W\d_]{2,}", about)
    return all(unit.dimension != "size" for unit in filter(None, map(unit_of, words)))


def is_percent(asked: str) -> bool:
    """Return whether hundredths are asked for: percent, or percentage points."""
    return _plain(asked) in _PERCENT | _POINTS


def is_points(asked: str) -> bool:
    """Return whether percentage points are asked for: a difference of percents."""
    return _plain(asked) in _POINTS


def asked_scale(asked: str, about: str) -> float:
    """Return the scale of a count: 1e9 for "how many billion", 1 for a plain one."""
    scale = _scale(asked.partition(" ")[0]) if asked else _counted_scale(about)
    return scale or 1.0


def plain_size(asked: str, about: str) -> float:
    """Return what the asked unit is worth without it: 0.01 for %, 1000 bytes for kB."""
    if is_percent(asked):
        return 0.01
    unit = unit_of(asked or _only_counted(about))
    if unit is None:
        return asked_scale(asked, about)
    return unit.factor / _BASES["byte"][1] if unit.dimension == "size" else unit.factor


def has_scale(word: str) -> bool:
    """Return whether a word changes a number that it follows."""
    return _scale(word) is not None or unit_of(word) is not None or word in _LETTERS


def _in_scale(factor: float | Misread, scale: float) -> float | Misread:
    return factor if isinstance(factor, Misread) else factor / scale


def _factor_of(phrase: str, asked: str, about: str) -> float | Misread:
    first, *rest = phrase.split()
    if not {word.casefold() for word in (first, *rest)}.isdisjoint(_NOT_UNITS):
        return Misread(f"what is {phrase[:MAX_WORD]!r} here? type the number alone")
    scale = _scale(first)
    if scale is not None and (rest or unit_of(asked) is None):
        factor = _factor_of(" ".join(rest), asked, about) if rest else 1.0
        return factor if isinstance(factor, Misread) else scale * factor
    if asked := asked or _only_counted(about):
        return _converted(phrase, asked)
    return _unasked(phrase if unit_of(phrase) else first, about)


def _only_counted(about: str) -> str:
    """Return the unit in "how many days", if a question counts nothing else."""
    counted = _COUNTED.findall(about)
    return counted[0] if len(counted) == 1 and unit_of(counted[0]) else ""


def _counted_scale(about: str) -> float:
    """Return what a question counts in: 1e9 for "how many billion parameters"."""
    return next(filter(None, map(_scale, _COUNTED.findall(about))), 1.0)


def is_letter_unit(letter: str) -> bool:
    """Return whether one letter is a unit, a scale or `x`, rather than a variable."""
    return unit_of(letter) is not None or _scale(letter) is not None or letter in "xXT"


def _unasked(word: str, about: str) -> float | Misread:
    """Return the factor of a unit where the card has none."""
    unit, counted = unit_of(word), _COUNTED.findall(about)
    if unit is not None and unit.dimension != "share" and len(counted) == 1:
        what = counted[0]  # no unit, so it is none of that
        if _scale(what) is None and _plain(what) != _plain(word):
            return Misread(f"the question asks how many {what}: type that number alone")
    if unit is None or (unit.dimension != "share" and _mentions(about, word)):
        return 1.0
    if unit.dimension == "share":
        return unit.factor
    if unit.factor in {1.0, 8.0} and not _other_unit(about, unit):
        return 1.0
    return Misread(f"a number of what? {word!r} changes it: type the number alone")


def _scale(word: str) -> float | None:
    return _SCALES.get(word) or _SCALES.get(word.casefold())


def _mentions(about: str, word: str) -> bool:
    pattern = rf"(?<!\w){re.escape(word)}(?!\w)"
    return re.search(pattern, about, re.IGNORECASE) is not None


def _other_unit(about: str, unit: Unit) -> bool:
    """Return whether a question mentions another unit of the same dimension."""
    others = filter(None, map(unit_of, re.findall(r"[^\W\d_]+(?:/s)?", about)))
    return any(
        other.dimension == unit.dimension and other.factor != unit.factor
        for other in others
    )


def _converted(phrase: str, asked: str) -> float | Misread:
    """Return the factor between two units; a Misread if they are not of one kind."""
    bits = phrase.endswith("b") and not phrase.islower()  # `Mb` is not `MB`
    if _plain(phrase) == _plain(asked) and unit_of(phrase) is None and not bits:
        return 1.0
    if {phrase.casefold(), asked.casefold()} <= _TIMES:
        return 1.0
    if is_points(asked) and _plain(phrase) in _PERCENT | _POINTS | {"point"}:
        return 1.0
    mine, right = (
        unit_of(phrase) or unit_of(phrase.split(maxsplit=1)[0]),
        unit_of(asked),
    )
    if mine is None or right is None or mine.dimension != right.dimension:
        return Misread(f"the answer is in {asked}: type the number of {asked}")
    if {mine.binary, right.binary} == {True, False}:
        mine_in, right_in = (1024, 1000) if mine.binary else (1000, 1024)
        message = f"{phrase} counts in {mine_in}s and {asked} in {right_in}s"
        return Misread(f"{message}: type the number of {asked}")
    return mine.factor / right.factor


def _usual_case(word: str) -> str:
    """Spell `mb` and `kb` as people mean them; `Mb` stays, it may mean bits."""
    return word[:-1].upper() + "B" if word.islower() and word[-1] == "b" else word


def _plain(word: str) -> str:
    """Return a unit without case, hyphens, plural and the way to write `per`."""
    word = word.casefold().replace("-", " ").strip(" .")
    word = re.sub(r"\s*(?:/|\bper\b)\s*", "/", word)
    return "/".join(part.strip().removesuffix("s") for part in word.split("/"))
