"""Preview: all that a card says, question and answer, for one who looks it over.

Values are those of one draw. A truth that only a run can settle is not guessed: the
run is shown where there was one.
"""

from collections.abc import Iterator

from textual.content import Content

from quizapp.core.basics.english import quantity
from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Problem
from quizapp.core.search.states import CardStates
from quizapp.core.session.exploration import Tried
from quizapp.core.terminal.sanitize import sanitize, sanitize_line
from quizapp.tui.look.prose import inline, prose
from quizapp.tui.widgets.browse.card_rows import due, state
from quizapp.tui.widgets.reveal.snippet import numbered
from quizapp.tui.widgets.reveal.verdict import answer

SEED = 0
"""Draws the values that are shown and run."""


def preview(card: Card, tried: Tried | None, width: int) -> Content:
    """Return a card from its prompt to its sources."""
    drawn = card.draw(SEED)
    blocks = [
        *_question(drawn, width),
        *_answer(drawn, tried, width),
        *_about(drawn, width),
    ]
    return Content("\n\n").join(block for block in blocks if block)


def head(card: Card, deck: str, card_states: CardStates) -> Content:
    """Return what card this is and where it stands."""
    sign, style = state(card_states.state(card.id))
    facts = (card.kind.name, card.level.value, *card.tags, deck)
    first = Content.assemble(
        (sanitize_line(str(card.id)), "$primary bold"),
        "  ",
        (sign, style),
        (_memory(card, card_states), "$quiet"),
    )
    second = Content.styled(sanitize_line("  ·  ".join(facts)), "$quiet")
    return Content("\n").join([first, second])


def problems(found: tuple[Problem, ...]) -> Content:
    """Return what an author has to mend before a card is read again."""
    lines = [
        Content.styled(f"✗ {sanitize_line(str(problem))}", "$error")
        for problem in found
    ]
    told = "The card is shown as it was read last, and so is its past. o opens the line"
    return Content("\n").join([*lines, Content.styled(f"{told}.", "$quiet")])


def _memory(card: Card, card_states: CardStates) -> str:
    memory = card_states.memories.by_card.get(card.id)
    if memory is None:
        return ""
    counts = f"{quantity(memory.reviews, 'review')}, {quantity(memory.lapses, 'lapse')}"
    leech = (
        "  ·  leech: forgotten often, mend it" if card_states.is_leech(card.id) else ""
    )
    return f"  ·  next {due(card, card_states)}  ·  {counts}{leech}"


def _question(card: Card, width: int) -> Iterator[Content]:
    if card.drawn.values:
        values = sanitize_line(str(card.drawn))
        yield Content.styled(f"One draw of many: {values}", "$quiet")
    yield prose(card.prompt, width)
    if card.code:
        yield numbered(card.code, room=width)
    lines = [inline(sanitize_line(line)) for line in card.kind.listing(SEED)]
    yield Content("\n").join(lines)
    yield inline(sanitize_line(card.kind.task)).stylize_before("$quiet")


def _answer(card: Card, tried: Tried | None, width: int) -> Iterator[Content]:
    truth = card.kind.truth(None if tried is None else tried.outcome)
    if truth is not None:
        yield answer(truth, width, is_code=card.kind.truth_is_code)
    else:
        yield Content.assemble(("Answer  ", "$quiet"), "the run gives it; r runs it")
    if card.kind.scored_by is not None:
        points = [sanitize_line(each.point) for each in card.kind.scored_by.points]
        yield _listed("Points", points)
    yield prose(card.explain, width)


def _about(card: Card, width: int) -> Iterator[Content]:
    mistakes = [f"{each.response}: {each.because}" for each in card.wrong]
    yield _listed("Typical mistakes", mistakes)
    yield _listed("Hints", card.hints)
    if card.modify is not None:
        goal = inline(sanitize_line(card.modify.goal))
        yield Content.assemble(("Try it  ", "$quiet"), goal)
    if card.proof:
        head = Content.styled("Proof", "$quiet")
        yield Content("\n").join([head, numbered(card.proof, room=width)])
    where = "; ".join([*card.sources, str(card.position)])
    yield Content.styled(sanitize(where), "$quiet italic")


def _listed(title: str, texts: "list[str] | tuple[str, ...]") -> Content:
    if not texts:
        return Content("")
    lines = [
        Content.assemble((" • ", "$quiet"), inline(sanitize_line(text)))
        for text in texts
    ]
    return Content("\n").join([Content.styled(title, "$quiet"), *lines])
