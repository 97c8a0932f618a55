"""The names of exceptions, alone or in a sentence: `it raises an IndexError`.

A sentence is read only if it mentions one class, and says nothing else about it: words
that deny or doubt it are asked about, and so is a second class.
"""

import builtins
import re

from msgspec import Struct

from quizapp.core.values.folding import fold
from quizapp.core.values.misread import Misread, unfit_length
from quizapp.core.values.names import EXCEPTION
from quizapp.core.values.value import ExceptionClass, Nothing
from quizapp.errors import nearest

_NO_EXCEPTION = frozenset(
    {"none", "nothing", "no", "no error", "no exception", "raises nothing"}
    | {"it raises nothing", "nothing is raised", "no exception is raised"}
    | {"no error is raised", "it raises no exception", "it raises no error"}
)
_ERROR = "error"
_STEM_NEARLY = 0.6
"""The share of letters that a misspelled name has in common before `Error`."""
_NEARLY = 0.85
"""A name that is this similar to a class is probably meant to be it."""
_EXCEPTIONS = {
    name.casefold(): name for name in dir(builtins) if EXCEPTION.fullmatch(name)
}
_RAISED_CLASS = re.compile(
    r"(?:(?:it|raises?|throws?|an?)\s+)*(?:\w+\.)*"
    r"(?P<name>[^\W\d][\w -]*?)\s*(?:$|[:(])",
    re.IGNORECASE,
)
_MOST_WORDS = 3
"""Of a name that is spelled as words: `not implemented error`."""
_KIND_OF_CLASS = frozenset(
    {"error", "exception", "warning", "interrupt", "exit", "iteration"}
)
_WORD = re.compile(r"[^\W\d][\w.]*(?:'[a-z]+)?|\S", re.IGNORECASE)
_BEFORE = frozenset(
    {"a", "an", "the", "it", "this", "that", "there", "code", "snippet", "program"}
    | {"line", "call", "python", "torch", "pytorch", "you", "we", "i", "raise"}
    | {"raises", "raised", "throw", "throws", "thrown", "get", "gets", "give", "gives"}
    | {"fails", "fail", "crashes", "stops", "ends", "with", "in", "results", "result"}
    | {"will", "is", "be", "it'll", "it's", "exception", "error", "warning", "class"}
    | {"of", "type", "answer", "name", "expect", "built", "named", "called", "yes"}
    | {*":=->,`'\"*("}
)
"""What may be before a name and says nothing about it."""
_AFTER = frozenset(
    {"exception", "error", "class", "is", "gets", "get", "will", "be", "raised"}
    | {"thrown", "occurs", "happens", "immediately", "here", "there"}
    | {*")!'\"`*"}
)
_ADDING = frozenset(
    {"at", "on", "in", "from", "by", "during", "while", "with", "after", "for", "when"}
    | {*",.;-"}
)
"""What begins a place or a sentence; what follows may still doubt the name."""
_REASON = re.compile(r"\b(?:because|since|as|due|cause|bc)\b", re.IGNORECASE)
"""What begins a reason; that may deny anything but the name."""
_DOUBT = re.compile(
    r"\b(?:no|not|never|none|nothing|neither|nor|without|cannot|\w+n'?t|or|and|but|"
    r"either|may|maybe|might|perhaps|possibly|probably|could|should|would|if|unless|"
    r"except|than|instead|avoids?|avoided|prevents?|prevented|caught|catches|wrong|"
    r"impossible|unsure|guess|think|however|swallow\w*|suppress\w*|ignore\w*|hide\w*|"
    r"unlikely|likely|depend\w*|sometimes|rarely|seldom|hardly|probability|chance|"
    r"only|like|false)\b|\?",
    re.IGNORECASE,
)
_RAISING = re.compile(r"\b(?:raises?|throws?|gives|is)\s+(?:(?:an?|the)\s+)?$", re.I)
_ARGUMENTS = re.compile(r"\s*\((?P<inside>(?:[^()]|\([^()]*\))*)\)?")
_ASKED = "type an exception's class such as ValueError, or none"
_ASKED_ALONE = "type one exception's class alone, such as ValueError, or none"


class _Mention(Struct, frozen=True):
    """The name of a class in a text."""

    name: str
    start: int
    end: int


def read_exception(text: str) -> ExceptionClass | Nothing | Misread:
    """Read an exception's class, or `none` for code that runs to its end."""
    if (unfit := unfit_length(text)) is not None:
        return unfit
    stripped = fold(text).strip(" \t\r\n`'\"=.,;!")
    if " ".join(stripped.split()).casefold() in _NO_EXCEPTION:
        return Nothing()
    stripped = re.sub(r"(?<=[^\W\d])-(?=[^\W\d])", " ", stripped)
    mentions = _mentions(stripped)
    if not mentions:
        return _read_unknown(stripped)
    first = mentions[0]
    one = len({mention.name.casefold() for mention in mentions}) == 1
    before, after = stripped[: first.start], stripped[first.end :]
    if not one or not _leads_to_name(before) or not _ends_with_name(after):
        return Misread(_ASKED_ALONE)
    near = _meant(first.name)
    return ExceptionClass(first.name) if near is None else _did_you_mean(near)


def _mentions(text: str) -> list[_Mention]:
    """Return the classes that a text names, as one word or as up to three."""
    words = list(_WORD.finditer(text))
    mentions: list[_Mention] = []
    for place, word in enumerate(words):
        last = word[0].rstrip(".").rpartition(".")[2]
        end = word.start() + len(word[0].rstrip("."))
        if last.casefold() not in _KIND_OF_CLASS:
            if (name := _class_named(last)) is not None:
                mentions.append(_Mention(name, word.start(), end))
            continue
        for count in range(_MOST_WORDS, 0, -1):
            parts = [*(each[0] for each in words[max(place - count, 0) : place]), last]
            known = _EXCEPTIONS.get("".join(parts).casefold())
            if known is not None and len(parts) == count + 1:
                mentions.append(_Mention(known, words[place - count].start(), end))
                break
    return mentions


def _class_named(word: str) -> str | None:
    """Return the name of a class that a word is: a known one, or one by its end."""
    known = _EXCEPTIONS.get(word.replace("_", "").casefold())
    if known is not None:
        return known
    return word if EXCEPTION.fullmatch(word[:1].upper() + word[1:]) else None


def _leads_to_name(before: str) -> bool:
    """Return whether the words before a name only say that it is raised."""
    if _DOUBT.search(before) is not None:
        return False
    words = {word.casefold() for word in _WORD.findall(before)}
    return words <= _BEFORE or _RAISING.search(before) is not None


def _ends_with_name(after: str) -> bool:
    """Return whether the words behind a name leave it as it is."""
    if after.lstrip().startswith(":"):  # a message
        return True
    if arguments := _ARGUMENTS.match(after):
        if _DOUBT.match(arguments["inside"].strip()) is not None:
            return False
        after = after[arguments.end() :]
    after = _REASON.split(after)[0]
    for word in _WORD.finditer(after):
        folded = word[0].casefold()
        if folded in _ADDING:
            return _DOUBT.search(after, word.start()) is None
        if folded not in _AFTER:
            return False
    return True


def _read_unknown(text: str) -> ExceptionClass | Misread:
    """Read the name of a class that is not known, or ask for one."""
    match = _RAISED_CLASS.match(text)
    words = match["name"].split() if match is not None else []
    name = "".join(word[:1].upper() + word[1:] for word in words)
    known = _EXCEPTIONS.get(name.casefold())
    if known is not None:
        return ExceptionClass(known)
    near = _meant(name or text)
    if near is not None:
        return _did_you_mean(near)
    upper = name.isidentifier() and words[0][:1].isupper()
    if not upper or not _may_be_name(words):
        return Misread(_ASKED)
    return ExceptionClass(name)


def _may_be_name(words: list[str]) -> bool:
    """Return whether words are a name: one by itself, or `Out of memory error`."""
    first = words[0].casefold()
    if len(words) == 1:
        return first not in _BEFORE | _AFTER | _KIND_OF_CLASS and not _doubts(first)
    other = any(map(_doubts, words)) or first in _BEFORE | _AFTER
    return words[-1].casefold() in _KIND_OF_CLASS and len(words) < 5 and not other


def _doubts(word: str) -> bool:
    return _DOUBT.fullmatch(word) is not None


def _did_you_mean(name: str) -> Misread:
    return Misread(f"did you mean {name}?")


def _meant(name: str) -> str | None:
    """Return the known class that a name is a slip of, None for a class of its own."""
    folded = name.casefold()
    if folded in _EXCEPTIONS:
        return None
    near = nearest(folded, _EXCEPTIONS, cutoff=_NEARLY)
    return _EXCEPTIONS[near] if near and _is_misspelled(folded, near) else None


def _is_misspelled(name: str, known: str) -> bool:
    """Return whether a name is a known one with a slip, not a class of a deck's own.

    What both end in says nothing: `AError` is no slip of `TabError`.
    """
    if not (name.endswith(_ERROR) and known.endswith(_ERROR)):
        return True
    stem, other = name.removesuffix(_ERROR), known.removesuffix(_ERROR)
    return nearest(stem, (other,), cutoff=_STEM_NEARLY) is not None
