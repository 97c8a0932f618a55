"""Code answers: an attribute, a call or a keyword, such as `model.eval()` or `dim=-1`.

An accepted answer is code if it is a name with a dot, an underscore or brackets, or a
keyword with its value. Then a typed answer need not name the same object, nor write
empty brackets, and spaces, a comment and a verb in front ("call ...") do not count.
Arguments and values do.
"""

import re
from functools import lru_cache

from msgspec import Struct

from quizapp.core.values.folding import fold
from quizapp.core.values.misread import Misread
from quizapp.core.values.notation import read_number

_CALL = re.compile(
    r"(?P<receiver>[A-Za-z_][\w.]*(?:\[\w+\])?(?:\(\))?(?=\s*\.))?\s*(?P<dot>\.)?\s*"
    r"(?P<name>[A-Za-z_]\w*)\s*(?:\((?P<arguments>.*)\))?"
)
_KEYWORD = re.compile(r"(?P<name>[A-Za-z_]\w*)\s*=\s*(?P<value>[^=\s].*)")
_COMMENT = re.compile(r"\s*#.*$")
_VERB = re.compile(
    r"(?:(?:just|please|you|we|i)\s+)*"
    r"(?:call|calling|use|using|run|running|do|set|setting|write|add|pass|passing|with)"
    r"\s+(?:the\s+|a\s+)?",
    re.IGNORECASE,
)
_TARGET = re.compile(r"[A-Za-z_][\w.]*\s*=\s*(?=[\w.]+\s*\()")
_SPLIT = re.compile(r",(?![^(\[{]*[)\]}])")
_VARIABLE = re.compile(r"(?!true\b|false\b|none\b)[a-z_][\w.]*")

_ROLES = {
    "model": "model net network module self m nn_module encoder decoder",
    "optimizer": "optimizer optimiser optim opt",
    "scheduler": "scheduler sched lr_scheduler",
    "scaler": "scaler grad_scaler gradscaler",
    "loss": "loss",
    "library": "torch nn f np numpy math functional utils cuda",
}
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words.split()}


class _Call(Struct, frozen=True):
    """An attribute or a call of it."""

    receiver: str
    name: str
    arguments: tuple[str, ...] | None
    """None without brackets."""


class _Keyword(Struct, frozen=True):
    """A keyword argument or an assignment."""

    name: str
    value: str


def is_code(accepted: str) -> bool:
    """Return whether an accepted answer is compared as code."""
    return _as_code(accepted) is not None


def same_code(right: str, given: str) -> bool:
    """Return whether a typed answer is the accepted code; never if that is no code."""
    wanted = _as_code(right)
    match wanted:
        case None:
            return False
        case _Keyword():
            typed = _KEYWORD.fullmatch(_unwrapped(_bare(given)))
            return typed is not None and _same_keyword(wanted, _keyword(typed))
        case _Call():
            call = _CALL.fullmatch(_TARGET.sub("", _bare(given)))
            return call is not None and _same_call(wanted, _call(call))


@lru_cache(maxsize=512)
def _as_code(accepted: str) -> _Call | _Keyword | None:
    text = fold(accepted).strip().strip("`").strip()
    if (keyword := _KEYWORD.fullmatch(text)) and " " not in keyword["value"]:
        return _keyword(keyword)
    match = _CALL.fullmatch(text)
    if match is None or re.search(r"[\w)]\s+[\w(.]", text.partition("(")[0]):
        return None
    marked = match["dot"] or match["arguments"] is not None or "_" in match["name"]
    return _call(match) if marked else None


def _bare(given: str) -> str:
    """Return typed code without a comment, a verb and other things around it."""
    text = _COMMENT.sub("", fold(given).replace("`", " ")).strip()
    text = _VERB.sub("", text.rstrip(" ;:.,!"), count=1)
    return text.removeprefix("@").strip()


def _unwrapped(text: str) -> str:
    return text[1:-1].strip() if text[:1] + text[-1:] == "()" else text


def _keyword(match: re.Match[str]) -> _Keyword:
    return _Keyword(match["name"].casefold(), _plain(match["value"]))


def _call(match: re.Match[str]) -> _Call:
    arguments = match["arguments"]
    parts = None if arguments is None else _arguments(arguments)
    receiver = (match["receiver"] or "").casefold()
    return _Call(receiver, match["name"].casefold(), parts)


def _arguments(text: str) -> tuple[str, ...]:
    """Return arguments without spaces, keywords last and sorted."""
    parts = [plain for part in _SPLIT.split(text) if (plain := _plain(part))]
    return tuple(sorted(parts, key=lambda part: part if "=" in part else ""))


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text).replace('"', "'").casefold()


def _same_keyword(right: _Keyword, given: _Keyword) -> bool:
    return right.name == given.name and _same_value(right.value, given.value)


def _same_value(right: str, given: str) -> bool:
    if right == given:
        return True
    one, other = read_number(right), read_number(given)
    return not isinstance(one, Misread) and one == other


def _same_call(right: _Call, given: _Call) -> bool:
    if right.name != given.name or not _same_receiver(right.receiver, given.receiver):
        return False
    if not right.arguments:
        return not given.arguments or _may_have(right, given.arguments)
    if given.arguments is None or len(given.arguments) != len(right.arguments):
        return False
    pairs = zip(right.arguments, given.arguments, strict=True)
    return all(_same_value(*pair) for pair in pairs)


def _may_have(right: _Call, arguments: tuple[str, ...]) -> bool:
    """Return whether a method that is only named may be called with these variables."""
    return right.arguments is None and all(map(_VARIABLE.fullmatch, arguments))


def _same_receiver(right: str, given: str) -> bool:
    """Return whether one may be the other: not an optimizer for a scheduler."""
    one, other = _role(right), _role(given)
    return not right or not given or one == other or None in {one, other}


def _role(receiver: str) -> str | None:
    last = receiver.removesuffix("()").rpartition(".")[2]
    return _ROLE_OF.get(last)
