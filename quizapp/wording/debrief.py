"""Debrief in words: each question of an interview, with what a reader compares.

The answer beside the model answer, the points with the words that were found and the
ticks, and for code the differences from the solution. Values for every front end and
report; text from decks and users is not sanitized here, but where it is shown.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.card import Card
from quizapp.core.interview.debrief import DebriefEntry
from quizapp.core.interview.facts import Manner, Occasion
from quizapp.core.interview.opinion import CANNOT_TELL, MET, NOT_MET
from quizapp.core.interview.phases import response_of
from quizapp.core.interview.record import AnswerRecord
from quizapp.core.kinds.choice import Picked
from quizapp.core.kinds.match import Matched
from quizapp.core.kinds.order import Ordered
from quizapp.core.terminal.diff import Sign, diff, unified
from quizapp.wording.interview import answer_facts, points_sentence, question_heading

CHANGED = "The card was edited since this interview; its points may be others now."
GONE = "The card of this question is no longer there."
SPOKEN = "(spoken aloud)"
NOT_KNOWN = "I don't know"
SECOND_OPINION = "second opinion"
NO_CARD = "No card asks this in full, so there is no model answer and no score."


class PointRow(Struct, frozen=True):
    """One point of a good answer."""

    number: int
    """From 1, as the user ticks it."""
    text: str
    """Markdown; empty if the card is no longer there."""
    weight: float
    searched: bool
    """Whether the point has words to search for."""
    words: tuple[str, ...]
    """Those that were found in the answer."""
    suggested: bool
    """Whether it counted as found when the answer was given."""
    ticked: bool | None
    """None as long as the answer is not ticked."""
    opinion: str = ""
    """The second opinion: `met`, `not met` or `cannot tell`; empty without one."""
    quote: str = ""
    """The words of the answer that it quotes."""

    @property
    def sign(self) -> str:
        """`✓` ticked, `✗` not ticked, `○` not ticked yet."""
        match self.ticked:
            case None:
                return "○"
            case True:
                return "✓"
            case False:
                return "✗"


class AnswerText(Struct, frozen=True):
    """Text and how it is written."""

    text: str
    code: bool = False
    """Python; else prose."""
    markdown: bool = False
    """Whether prose is Markdown of a deck; else it is to be shown as it is."""


class DebriefQuestion(Struct, frozen=True):
    """One question of the debrief."""

    number: int
    thread: int
    heading: str
    """`Question 3  ·  follow-up`."""
    ask: str
    """Markdown: the interviewer's words."""
    prompt: str
    """Markdown: what the card asks in full; empty if `ask` says it."""
    code: str
    """Python that is part of the question; may be empty."""
    options: tuple[str, ...]
    """Markdown lines below the question, in the order they were shown."""
    facts: tuple[str, ...]
    """Time used of time given, confidence, verdict."""
    answer: AnswerText
    model: AnswerText
    """The right answer; its text may be empty."""
    points: tuple[PointRow, ...]
    points_summary: str
    """How many points were ticked and found; empty without points."""
    feedback: tuple[str, ...]
    """Why the verdict is what it is."""
    plain_feedback: bool
    """Whether the reasons are to be shown as they are; else they are Markdown."""
    changes: tuple[tuple[Sign, str], ...]
    """Lines of the answer, - , and of the solution, +; empty unless code differs."""
    explain: str
    """Markdown: why the right answer is right; empty where the answer says it."""
    notes: tuple[str, ...]
    """What a reader has to know, such as that the card was edited."""
    card: CardId | None

    @property
    def shows_model(self) -> bool:
        """Whether there is a right answer beside the one that was given."""
        model = self.model.text.strip()
        return bool(model) and model != self.answer.text.strip() and not self.changes


def debrief_questions(entries: Iterable[DebriefEntry]) -> tuple[DebriefQuestion, ...]:
    """Return the questions of a debrief in order."""
    return tuple(map(debrief_question, entries))


def debrief_question(entry: DebriefEntry) -> DebriefQuestion:
    """Return one question of a debrief."""
    answer, question = entry.answer, entry.question
    card = None if question is None else question.card
    seed = 0 if question is None else question.seed
    judged = answer.judged
    return DebriefQuestion(
        number=answer.asked.number,
        thread=answer.asked.thread,
        heading=question_heading(answer.asked),
        ask=answer.asked.ask,
        prompt="" if question is None else question.prompt,
        code="" if card is None else card.code,
        options=() if card is None else card.kind.listing(seed),
        facts=answer_facts(answer),
        answer=_answer(entry),
        model=_model(entry),
        points=_points(entry),
        points_summary=points_sentence(answer),
        feedback=() if judged is None else judged.feedback,
        plain_feedback=_is_plain(card),
        changes=_changes(entry),
        explain="" if card is None else card.explain.strip(),
        notes=tuple(_notes(entry)),
        card=answer.asked.card,
    )


def point_words(row: PointRow) -> str:
    """Say which words of a point were found; empty if it has none to search for."""
    if row.words:
        return "found: " + "; ".join(row.words)
    return "words not found" if row.searched else ""


def point_tick(row: PointRow) -> str:
    """Say whether a point was ticked, and where that differs from its words."""
    if row.ticked is None:
        return "not ticked yet"
    if row.ticked == row.suggested or not row.searched:
        return "ticked" if row.ticked else "not ticked"
    if row.ticked:
        return "ticked, though its words were not found"
    return "not ticked, though its words were found"


def _is_plain(card: Card | None) -> bool:
    """Return whether reasons quote values or code, in which no sign is Markdown."""
    return card is None or card.kind.truth_is_value or card.kind.coding is not None


def point_facts(row: PointRow) -> str:
    """Return words, tick and second opinion of a point in one line."""
    said = (point_words(row), point_tick(row), point_opinion(row))
    return "; ".join(filter(None, said))


def point_opinion(row: PointRow) -> str:
    """Return what the second opinion says about a point; empty without one."""
    verdict = opinion_words(row)
    return f"{SECOND_OPINION}: {verdict}" if verdict else ""


def opinion_words(row: PointRow) -> str:
    """Return the verdict of the second opinion, and the words that it quotes."""
    return ", ".join(filter(None, (row.opinion, row.quote and f"“{row.quote}”")))


def without_opinion(shown: DebriefQuestion) -> DebriefQuestion:
    """Return a question as it is shown before the user ticks, not to steer them."""
    points = tuple(replace(row, opinion="", quote="") for row in shown.points)
    return replace(shown, points=points)


def _answer(entry: DebriefEntry) -> AnswerText:
    fact = entry.answer.fact
    match fact.manner:
        case Manner.SAID:
            return AnswerText(SPOKEN)
        case Manner.SKIPPED:
            return AnswerText(NOT_KNOWN)
        case Manner.TYPED:
            return _typed(entry, fact.response)


def _typed(entry: DebriefEntry, text: str) -> AnswerText:
    """Return what was typed; numbers of a listing as what they stand for."""
    question = entry.question
    card = None if question is None else question.card
    if question is None or card is None:
        return AnswerText(text)
    response = response_of(question, entry.answer)
    match response:
        case Picked(choice=choice, numbers=numbers):
            picked = [choice.options[n - 1].text for n in sorted(numbers)]
            return AnswerText(_listed(picked), markdown=True)
        case Matched(match=match, chosen=chosen):
            pairs = zip(match.pairs, chosen, strict=True)
            rows = [f"{pair.left} → {match.rights[n - 1]}" for pair, n in pairs]
            return AnswerText(_listed(rows), markdown=True)
        case Ordered(lines=lines):
            program = (f"{' ' * line.indent}{line.text}" for line in lines)
            return AnswerText("\n".join(program), code=True)
        case _:
            return AnswerText(text, code=card.kind.coding is not None)


def _listed(texts: Sequence[str]) -> str:
    """Return one text as it is, several as a list."""
    return texts[0] if len(texts) == 1 else "\n".join(f"- {text}" for text in texts)


def _model(entry: DebriefEntry) -> AnswerText:
    text = entry.model_answer.strip("\n")
    card = None if entry.question is None else entry.question.card
    if card is None:
        return AnswerText(text)
    kind = card.kind
    return AnswerText(
        text,
        code=kind.truth_is_code,
        markdown=not kind.truth_is_code and not kind.truth_is_value,
    )


def _points(entry: DebriefEntry) -> tuple[PointRow, ...]:
    answer, question = entry.answer, entry.question
    points = () if question is None else question.points
    texts = [point.point.strip() for point in points]
    words = _words(entry)
    return tuple(
        PointRow(
            number,
            texts[number - 1] if number <= len(texts) else "",
            weight,
            searched=number in answer.asked.searched,
            words=words.get(number, ()),
            suggested=number in (answer.suggested or ()),
            ticked=None if answer.ticked is None else number in answer.ticked,
            opinion=opinion_on(answer, number),
            quote=_quote(answer, number),
        )
        for number, weight in enumerate(answer.asked.weights, start=1)
    )


def blind(shown: DebriefQuestion) -> DebriefQuestion:
    """Return a question for a second look: without ticks, words and opinions."""
    points = tuple(
        PointRow(
            row.number,
            row.text,
            row.weight,
            searched=False,
            words=(),
            suggested=False,
            ticked=None,
        )
        for row in shown.points
    )
    return replace(shown, points=points, points_summary="")


def opinion_on(answer: AnswerRecord, number: int) -> str:
    """Return what the second opinion says about a point; empty without one."""
    tick = answer.ticks.get(Occasion.OPINION)
    if tick is None or tick.made is None:
        return ""
    if number in tick.made:
        return MET
    return CANNOT_TELL if number in tick.unclear else NOT_MET


def _quote(answer: AnswerRecord, number: int) -> str:
    tick = answer.ticks.get(Occasion.OPINION)
    made = () if tick is None or tick.made is None else tick.made
    quotes = () if tick is None else tick.quotes
    return dict(zip(made, quotes, strict=False)).get(number, "")


def _words(entry: DebriefEntry) -> Mapping[int, tuple[str, ...]]:
    return {
        number: tuple(dict.fromkeys(each.words for each in found))
        for number, found in entry.found.items()
    }


def _changes(entry: DebriefEntry) -> tuple[tuple[Sign, str], ...]:
    response, solution = entry.answer.fact.response, entry.solution
    if not solution or response.strip() in {"", solution.strip()}:
        return ()
    return tuple(unified(diff(response, solution)))


def _notes(entry: DebriefEntry) -> Iterator[str]:
    if entry.changed:
        yield CHANGED
    if entry.question is None:
        yield GONE
    elif entry.answer.asked.card is None:
        yield NO_CARD
