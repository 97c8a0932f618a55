r"""Formulas: typed terms such as `1/(1 - p)`, compared by value and not by spelling.

Two formulas are equal if they have the same variables and the same value at many
points. The points depend on the names alone: a probability (`p`, `q`, `ε`, `keep`,
...) is between 0 and 1, any other variable is positive.

Names need not be spelled alike: `d_k`, `d_{k}` and `dₖ` are the same, so are `ε`,
`eps` and `\epsilon`, and `HT²` is `H*T^2` where the other formula has `H` and `T`.
"""

import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.draw import unit
from quizapp.core.values.arithmetic import FUNCTIONS
from quizapp.core.values.folding import fold
from quizapp.core.values.misread import Misread
from quizapp.core.values.respelling import respell
from quizapp.core.values.terms import (
    Applied,
    Joined,
    Lexeme,
    Term,
    Variable,
    lexemes,
    parse_term,
    value_at,
    variables,
)
from quizapp.core.values.tokens import Fault

MAX_VARIABLES = 12

_POINTS = 12
_ENOUGH = 3
"""The fewest points at which a formula must have a value."""
_SHOWN = (0.3, 2.0, 5.0, 7.0, 11.0, 13.0)
"""Values for the first point: easy to follow in a message."""

_GREEK = {
    **{"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon"},
    **{"ϵ": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta", "κ": "kappa"},
    **{"λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ρ": "rho", "σ": "sigma"},
    **{"τ": "tau", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega"},
    **{"Σ": "Sigma", "Δ": "Delta", "Φ": "Phi", "Ω": "Omega"},
}
_ALIASES = {"eps": "epsilon", "lam": "lambda", "varepsilon": "epsilon"}
_GREEK_WORDS = frozenset({*_GREEK.values(), *_ALIASES, "pi"})
_SUBSCRIPTS = str.maketrans(
    "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx"
)
_LOWERED = re.compile(r"(?<=[^\W\d_])[₀-₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ]+")
_BRACED = re.compile(r"_\{(\w+)\}")
_TEX_NAME = re.compile(r"\\(?:var)?(" + "|".join(sorted(set(_GREEK.values()))) + r")\b")
_TEX_ROOT = re.compile(r"(?<=[\w)}])\s*(?=\\sqrt|\\frac)")
_TEX_ABOVE = re.compile(r"(\\[dt]?frac)\s*(\w)")
_TEX_BELOW = re.compile(r"(\\[dt]?frac\{[^{}]*\})\s*(\w)")
_LIBRARY = re.compile(r"\b(?:math|torch|np|numpy|F)\.(?=[a-z])")
_LEFT_SIDE = re.compile(r"\s*[^\W\d]\w*(?:\([^()=]*\))?\s*:?[=≈]\s*(?!=)")
_TIMES = re.compile(r"(?<=[\w)])\s+x\s+(?=[\w(])")
_PROBABILITY = re.compile(
    r"[pq]|epsilon|alpha|beta|gamma|rho|keep|drop|rate|prob|momentum", re.IGNORECASE
)
_HYPHENATED = re.compile(r"([^\W\d_]+)[-/](?=([^\W\d_]+))")


class Formula(Struct, frozen=True):
    """A term, and its variables as they were written."""

    text: str
    term: Term
    spellings: Mapping[str, str]
    """Each variable by its plain name, `epsilon`, with the spelling, `ε`."""

    @property
    def names(self) -> frozenset[str]:
        """The plain names of the variables."""
        return frozenset(self.spellings)


def read_formula(text: str, known: frozenset[str] = frozenset()) -> Formula | Misread:
    """Read a formula, with or without a left side: `1 - p`, `q = 1 - p`.

    A name that is no variable in `known` is a product of those that are.
    """
    plain = _prepared(text, known)
    if isinstance(plain, Misread):
        return plain
    try:
        spellings: dict[str, str] = {}
        words = list(_renamed(lexemes(plain), known, spellings))
        term = parse_term(words)
    except Fault as fault:
        return Misread(fault.message)
    used = set(variables(term))
    if len(used) > MAX_VARIABLES:
        return Misread(f"too many variables: at most {MAX_VARIABLES}")
    return Formula(
        text.strip(), term, {n: s for n, s in spellings.items() if n in used}
    )


@lru_cache(maxsize=512)
def as_formula(accepted: str) -> Formula | None:
    """Return the formula that an author accepts; None if the text is no formula.

    It has a variable and an operator or a function, and is not a hyphenated word.
    """
    if len(accepted) > 200 or _is_hyphenated(fold(accepted)):
        return None
    formula = read_formula(accepted)
    if isinstance(formula, Misread) or not formula.spellings:
        return None
    if not _computes(formula):
        return None
    values = [value_at(formula.term, point) for point in _points(formula.names)]
    return formula if len(values) - values.count(None) >= _ENOUGH else None


def read_like(right: Formula, given: str) -> Formula | Misread:
    """Read a typed text with the variables of the formula that it is compared with."""
    formula = read_formula(given, right.names)
    if isinstance(formula, Misread) or formula.names == right.names:
        return formula
    return _same_case(formula, right.names)


def difference(right: Formula, given: Formula) -> str | None:
    """Return in words how a formula differs from the right one; None if it is equal."""
    right = _split(right, given)
    if extra := sorted(given.names - right.names):
        return f"`{given.spellings[extra[0]]}` is not in the right formula"
    if missing := sorted(right.names - given.names):
        return f"`{right.spellings[missing[0]]}` is missing"
    for point in _points(right.names):
        expected, got = value_at(right.term, point), value_at(given.term, point)
        if expected is not None and not _close(expected, got):
            return _in_words(right, point, expected, got)
    return None


def _split(right: Formula, given: Formula) -> Formula:
    """Return the right formula with its names split as the typed one has them."""
    if right.names == given.names:
        return right
    split = read_formula(right.text, given.names)
    same = isinstance(split, Formula) and split.names == given.names
    return split if same and isinstance(split, Formula) else right


def _in_words(
    right: Formula, point: Mapping[str, float], expected: float, got: float | None
) -> str:
    where = ", ".join(f"{right.spellings[n]} = {point[n]:.3g}" for n in sorted(point))
    value = "no value" if got is None else f"{got:.4g}"
    return f"not equal: at {where} it gives {value}, the right formula {expected:.4g}"


def _close(expected: float, got: float | None) -> bool:
    return got is not None and math.isclose(expected, got, rel_tol=1e-11, abs_tol=1e-14)


def _points(names: frozenset[str]) -> Iterator[dict[str, float]]:
    """Yield where to compare: easy numbers first, then some that nothing aligns."""
    ordered = sorted(names)
    likely = {name for name in ordered if _PROBABILITY.match(name)}
    shares, sizes = iter((0.3, 0.2, 0.7, 0.9)), iter(_SHOWN[1:])
    yield {n: next(shares if n in likely else sizes, 0.4) for n in ordered}
    for number in range(_POINTS):
        point = {}
        for name in ordered:
            share = 0.05 + 0.9 * unit(f"formula/{name}/{number}")
            large = number % 2 and name not in likely
            point[name] = 1 + 9 * share if large else share
        yield point


def _prepared(text: str, known: frozenset[str]) -> str | Misread:
    """Return a text in the grammar of terms."""
    text = fold(text).strip()
    text = _LOWERED.sub(lambda match: f"_{match[0].translate(_SUBSCRIPTS)}", text)
    text = _BRACED.sub(r"_\1", text)
    plain = respell(_with_plain_tex(text))
    if isinstance(plain, Misread):
        return plain
    plain = _LIBRARY.sub("", plain)
    plain = _LEFT_SIDE.sub("", plain, count=1)
    return plain if "x" in known else _TIMES.sub(" * ", plain)


def _with_plain_tex(text: str) -> str:
    r"""Return text with TeX's products and fractions written out: `\frac1p`."""
    if "\\" not in text:
        return text
    text = _TEX_ABOVE.sub(r"\1{\2}", _TEX_NAME.sub(r" \1 ", text))
    return _TEX_ROOT.sub(" * ", _TEX_BELOW.sub(r"\1{\2}", text))


def _renamed(
    words: list[Lexeme], known: frozenset[str], spellings: dict[str, str]
) -> Iterator[Lexeme]:
    """Yield the words with plain names; note how each was spelled. Raises Fault."""
    for word, after in zip(words, [*words[1:], None], strict=True):
        if word.sort != "name" or word.text in FUNCTIONS:
            yield word
            continue
        name = _plain_name(word.text)
        parts = [name] if name in known else _parts(word.text, known)
        for part in parts:
            spellings.setdefault(part, word.text if len(parts) == 1 else part)
            yield replace(word, text=part)
        called = after is not None and after.text == "(" and len(parts) == 1
        if called and name not in known and not _is_letter(word.text):
            raise Fault(f"unknown function {word.text[:24]}", word.at)


def _parts(spelled: str, known: frozenset[str]) -> list[str]:
    """Split a name into variables that are known: `HT` into `H` and `T`."""
    name = _plain_name(spelled)
    if not known or len(spelled) > 12:
        return [name]
    rest, parts = spelled, []
    while rest:
        sizes = range(len(rest), 0, -1)
        size = next((n for n in sizes if _plain_name(rest[:n]) in known), None)
        if size is None:
            return [name]
        parts.append(_plain_name(rest[:size]))
        rest = rest[size:]
    return parts


def _plain_name(spelled: str) -> str:
    """Return one name for all spellings of a variable."""
    name = "".join(_GREEK.get(letter, letter) for letter in spelled).replace("_", "")
    return _ALIASES.get(name, name)


def _is_letter(spelled: str) -> bool:
    """Return whether a name is one letter, perhaps with a subscript."""
    stem = re.sub(r"_.*|\d+$", "", spelled)
    return len(stem) == 1 or stem in _GREEK_WORDS


def _same_case(formula: Formula, known: frozenset[str]) -> Formula:
    """Return the formula with `P` for `p`, where no two names differ by case alone."""
    targets = {name.casefold(): name for name in known}
    renamed = {name: targets.get(name.casefold(), name) for name in formula.names}
    if len(targets) < len(known) or len(set(renamed.values())) < len(renamed):
        return formula
    spellings = {renamed[name]: text for name, text in formula.spellings.items()}
    return Formula(formula.text, _with_names(formula.term, renamed), spellings)


def _with_names(term: Term, names: Mapping[str, str]) -> Term:
    match term:
        case Applied(function=function, of=of):
            return Applied(function, _with_names(of, names))
        case Joined(mark=mark, left=left, right=right):
            return Joined(mark, _with_names(left, names), _with_names(right, names))
        case _:
            return Variable(names[term.name]) if isinstance(term, Variable) else term


def _computes(formula: Formula) -> bool:
    """Return whether a formula has an operator or a function that is written out."""
    plain = _prepared(formula.text, frozenset())
    words = [] if isinstance(plain, Misread) else lexemes(plain)
    return any(word.text in {*"+-*/^", *FUNCTIONS} for word in words)


def _is_hyphenated(text: str) -> bool:
    """Return whether a hyphen or a slash joins words: `log-sum-exp`, `on/off`."""
    pairs = (match.groups() for match in _HYPHENATED.finditer(text))
    return any(_is_word(one) or _is_word(other) for one, other in pairs)


def _is_word(text: str) -> bool:
    return len(text) > 1 and text not in _GREEK_WORDS and text not in FUNCTIONS
