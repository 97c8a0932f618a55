"""Labels: the names of a list's items, as the question gives them.

A question that says "Give `[masked, causal]`" is answered by `3, 19`, and as well by
`causal: 19, masked: 3`: whoever names the items may put them in any order. A label is
never decoration, since a label at the wrong number is a wrong answer.
"""

import re

from quizapp.core.values.folding import fold

_ASKED = re.compile(r"`\[([^\[\]`]+)\]`")
_COMMA = re.compile(r",(?![^()]*\))")
_HAS_LETTER = re.compile(r"[^\W\d_]")
_PART_ENDS = re.compile(r"\s*[,;\n]\s*(?:and\s+)?|\s+and\s+", re.IGNORECASE)
_MOST_NAMES = 9
_SPACE = re.compile(r"[\s_-]+")
_QUOTE = "['\"`]?"
_MEANS = r"(?:\s*(?:[:=≈]|->)\s*|\s+is\s+|\s+)"
_LABEL = re.compile(r"\s*(?:the\s+)?([^\W\d][\w -]{0,30}?)(?:\s*[:=]\s*|\s+is\s+)\S")
_BRACKETS = (("[", "]"), ("(", ")"), ("{", "}"))


def asked_names(question: str) -> tuple[str, ...]:
    """Return the names in the last list of names that a question shows, or none.

    A list of numbers, such as `[0.5, 1]`, names nothing.
    """
    for shown in reversed(_ASKED.findall(question)):
        names = tuple(_folded(name) for name in _COMMA.split(shown))
        distinct = len({*names}) == len(names) and 1 < len(names) <= _MOST_NAMES
        if distinct and all(map(_HAS_LETTER.search, names)):
            return names
    return ()


def in_asked_order(text: str, question: str) -> str:
    """Return labeled items in the order of the question, without their labels.

    Any other text is returned as it is: one without labels, or not with all of them.
    """
    names = asked_names(question)
    if not names:
        return text
    parts = _PART_ENDS.split(_without_brackets(text.strip().rstrip(".")))
    items = dict(filter(None, (_labeled(part, names) for part in parts)))
    if not len(items) == len(parts) == len(names):
        return text
    return ", ".join(items[name] for name in names)


def has_another_order(text: str, question: str) -> bool:
    """Return whether labels are in another order than the question mentions them.

    Only if every item has one, the question mentions all, and it asks for no list.
    """
    parts = _PART_ENDS.split(_without_brackets(text.strip()))
    labels = [label for part in parts if (label := _LABEL.match(part)) is not None]
    if not 1 < len(labels) == len(parts) or asked_names(question):
        return False
    asked = fold(question).casefold()
    places = [_place(_folded(label[1]), asked) for label in labels]
    return min(places) >= 0 and places != sorted(places)


def _place(name: str, question: str) -> int:
    """Return where a question first mentions a name, -1 if it does not."""
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", question)
    return -1 if found is None else found.start()


def _labeled(part: str, names: tuple[str, ...]) -> tuple[str, str] | None:
    """Return the name and the item of `causal: 19`, `causal is 19` or `19 (causal)`."""
    for name in sorted(names, key=len, reverse=True):  # `first` is no `first token`
        spelled = r"[\s_-]+".join(map(re.escape, _SPACE.split(name)))
        before = rf"(?:the\s+)?{_QUOTE}{spelled}{_QUOTE}{_MEANS}(?P<item>\S.*)"
        after = rf"(?P<item>.*\S)\s+(?:for\s+|in\s+)?\(?(?:the\s+)?{spelled}\)?"
        for pattern in (before, after):
            match = re.fullmatch(pattern, part.strip(), re.IGNORECASE | re.DOTALL)
            if match is not None:
                return name, match["item"]
    return None


def _folded(name: str) -> str:
    return _SPACE.sub(" ", fold(name).strip().casefold())


def _without_brackets(text: str) -> str:
    for opening, closing in _BRACKETS:
        if text.startswith(opening) and text.endswith(closing):
            return text[1:-1]
    return text
