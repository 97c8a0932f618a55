"""Second opinions: what an outside program is asked about an answer, and what it says.

The program may be wrong, and the answer may try to give it orders. So a point is met
only with a quotation that is word for word in the answer; everything else stays
open. An opinion is shown beside the ticks, and never counted.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from msgspec import DecodeError, Struct, json

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card
from quizapp.core.interview.debrief import DebriefEntry, debrief
from quizapp.core.interview.facts import Manner, Occasion
from quizapp.core.interview.record import InterviewRecord

MET, NOT_MET, CANNOT_TELL = "met", "not met", "cannot tell"
"""The verdicts on a point."""
LONGEST_QUOTE = 500
"""Characters. Whoever quotes the whole answer points at nothing."""


class OpinionRequest(Struct, frozen=True):
    """One answer in words, and the points that it may have."""

    number: int
    """Of the question in its interview."""
    question: str
    points: tuple[str, ...]
    """Markdown."""
    answer: str

    @property
    def text(self) -> bytes:
        """The JSON object that the program reads, in one line."""
        rubric = [
            {"number": number, "point": point}
            for number, point in enumerate(self.points, start=1)
        ]
        row = {"question": self.question, "rubric": rubric, "answer": self.answer}
        return json.encode(row) + b"\n"


class Opinion(Struct, frozen=True):
    """What a program says about the points of an answer; the rest are not met."""

    made: Mapping[int, str]
    """The points that are met, with words of the answer that say so."""
    unclear: tuple[int, ...] = ()
    """The points that it cannot tell."""


class NoOpinion(Struct, frozen=True):
    """Why there is no opinion on an answer."""

    reason: str
    """It may quote the program: sanitize it where it is shown."""


def opinion_requests(
    record: InterviewRecord, cards: Mapping[CardId, Card]
) -> tuple[OpinionRequest, ...]:
    """Return what to ask: typed answers with points, and without an opinion yet.

    A card that was edited since has other points; its answer is left out.
    """
    return tuple(
        OpinionRequest(
            entry.answer.asked.number,
            _asked(entry),
            tuple(point.point.strip() for point in entry.question.points),
            entry.answer.fact.response,
        )
        for entry in debrief(record, cards)
        if entry.question is not None and _is_open(entry)
    )


def read_opinion(text: bytes, request: OpinionRequest) -> Opinion | NoOpinion:
    """Read what a program printed about an answer.

    Numbers that the rubric does not have are ignored. A point that is missing, that
    comes twice with two verdicts, or whose quotation is not in the answer, stays open.
    """
    try:
        printed: Any = json.decode(text)
    except (DecodeError, RecursionError):
        return NoOpinion("it printed no JSON")
    rows = printed.get("points") if isinstance(printed, dict) else None
    if not isinstance(rows, list):
        return NoOpinion('its JSON has no list "points"')
    numbers = range(1, len(request.points) + 1)
    said: dict[int, str] = {}
    quotes: dict[int, str] = {}
    for number, verdict, quote in _rows(rows, numbers):
        if verdict == MET and not is_quoted(quote, request.answer):
            verdict = CANNOT_TELL  # noqa: PLW2901  # what is not proven
        if said.get(number, verdict) != verdict:
            verdict = CANNOT_TELL  # noqa: PLW2901  # it contradicts itself
        said[number] = verdict
        quotes[number] = " ".join(quote.split())
    return Opinion(
        {number: quotes[number] for number in numbers if said.get(number) == MET},
        tuple(n for n in numbers if said.get(n, CANNOT_TELL) == CANNOT_TELL),
    )


def is_quoted(quote: str, answer: str) -> bool:
    """Return whether whole words are in an answer, whatever the spaces between them."""
    words, said = " ".join(quote.split()), " ".join(answer.split())
    if not any(map(str.isalnum, words)) or len(words) > LONGEST_QUOTE:
        return False
    at = said.find(words)
    while at >= 0:
        if not (_joins(said, at) or _joins(said, at + len(words))):
            return True
        at = said.find(words, at + 1)
    return False


def _joins(text: str, at: int) -> bool:
    """Return whether a place is inside a word."""
    around = text[max(0, at - 1) : at + 1]
    return 0 < at < len(text) and all(map(str.isalnum, around))


def _rows(
    rows: Iterable[object], numbers: Collection[int]
) -> Iterable[tuple[int, str, str]]:
    """Yield number, verdict and quotation of the rows that have the form."""
    for row in rows:
        if not isinstance(row, dict):
            continue
        number, verdict = row.get("number"), row.get("verdict")
        quote = row.get("quote")
        if type(number) is int and number in numbers:
            known = verdict if verdict in (MET, NOT_MET) else CANNOT_TELL
            yield number, known, quote if isinstance(quote, str) else ""


def _asked(entry: DebriefEntry) -> str:
    prompt = "" if entry.question is None else entry.question.prompt
    return "\n\n".join(filter(None, (entry.answer.asked.ask, prompt)))


def _is_open(entry: DebriefEntry) -> bool:
    answer, question = entry.answer, entry.question
    return (
        question is not None
        and bool(question.points)
        and not entry.changed
        and answer.fact.manner is Manner.TYPED
        and bool(answer.fact.response.strip())
        and Occasion.OPINION not in answer.ticks
    )
