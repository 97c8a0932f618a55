"""Texts: all that a card says, where search looks, and the line it found.

What is shown of a card is in `Shown` parts. The searchable text of a card is built
when it is first needed: most searches end before.
"""

from collections.abc import Iterable, Iterator
from enum import Enum

from msgspec import Struct

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card
from quizapp.core.cards.variant import draw

WHERE = "id, title, tags, prompt, code, options, explanation, hints, sources and notes"
"""Where words are looked for, in words."""
SEED = 0
"""Values are put in by this draw, as lists and previews show them."""


class FoundLine(Struct, frozen=True):
    """A line of a card in which a word was found."""

    part: str
    """Such as `explanation`."""
    line: str


def search_form(text: str) -> str:
    """Return a text as words are compared: in one line, without regard to case."""
    return " ".join(text.split()).casefold()


def parts(card: Card, note: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts of a card behind its prompt, each with the part it is in."""
    yield "note", note
    yield "code", card.snippet
    for text in _texts_in(card.kind):
        yield "answer", text
    yield "explanation", card.explain
    for wrong in card.wrong:
        yield "mistake", f"{wrong.response}: {wrong.because}"
    for hint in card.hints:
        yield "hint", hint
    if card.modify is not None:
        yield "goal", card.modify.goal
    for source in card.sources:
        yield "source", source


def rest_of(card: Card) -> bytes:
    """Return the folded text of all parts, in UTF-8, which is smaller than a str."""
    text = "\n".join(text for _, text in parts(card) if text)
    if card.vary:
        text = draw(card.vary, SEED).fill(text)
    lines = (search_form(line) for line in text.split("\n\n"))
    return "\n".join(lines).encode(errors="surrogatepass")


def found_in(card: Card, words: Iterable[str], note: str = "") -> FoundLine | None:
    """Return the first line behind the prompt with one of these folded words."""
    wanted = tuple(words)
    values = draw(card.vary, SEED)
    for part, text in parts(card, note):
        for line in values.fill(text).split("\n"):
            if any(word in search_form(line) for word in wanted):
                return FoundLine(part, line.strip())
    return None


def _texts_in(value: object) -> Iterator[str]:
    """Yield every text in a value, at any depth."""
    match value:
        case Enum() | CardId():
            return
        case str():
            yield value
        case tuple() | list():
            for each in value:
                yield from _texts_in(each)
        case Struct():
            for name in value.__struct_fields__:
                yield from _texts_in(getattr(value, name))
        case _:
            return
