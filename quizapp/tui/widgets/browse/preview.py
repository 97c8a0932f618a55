"""Preview: a whole card, question and answer, without studying it.

Values are those of one draw. An answer that only a run can give is not guessed: it is
shown once there was a run.
"""

from collections.abc import Iterator, Sequence

from textual.content import Content

from quizapp.core.basics.english import quantity
from quizapp.core.cards.card import Card
from quizapp.core.cards.library import Problem
from quizapp.core.search.states import CardStates
from quizapp.core.search.texts import SEED
from quizapp.core.session.exploration import Tried
from quizapp.core.terminal.sanitize import sanitize, sanitize_line
from quizapp.tui.look.prose import hung, inline, prose
from quizapp.tui.widgets.browse.card_rows import due_text, state_label
from quizapp.tui.widgets.reveal.snippet import numbered
from quizapp.tui.widgets.reveal.verdict import answer_block


def card_preview(card: Card, tried: Tried | None, width: int, key: str) -> Content:
    """Return a card from its prompt to its sources; `key` runs its code."""
    drawn = card.draw(SEED)
    blocks = [
        *_question(drawn, width),
        *_answer(drawn, tried, width, key),
        *_about(drawn, width),
    ]
    return Content("\n\n").join(block for block in blocks if block)


def card_heading(card: Card, deck: str, card_states: CardStates) -> Content:
    """Return a card's name, state and facts, in two lines."""
    sign, style = state_label(card_states.state(card.id))
    facts = (card.kind.name, card.level.label, *card.tags, deck)
    first = Content.assemble(
        (sanitize_line(str(card.id)), "$primary bold"),
        "  ",
        (sign, style),
        (_memory(card, card_states), "$quiet"),
    )
    second = Content.styled(sanitize_line("  ·  ".join(facts)), "$quiet")
    return Content("\n").join([first, second, *_own(card, card_states)])


def _own(card: Card, card_states: CardStates) -> Iterator[Content]:
    """Yield what the user said about the card."""
    if card.id in card_states.memories.starred:
        yield Content.styled("★ starred", "$warning")
    if note := card_states.memories.notes.get(card.id):
        yield Content.assemble(("Your note  ", "$quiet"), sanitize_line(note))
    if card_states.is_reported(card):
        yield Content.styled("! reported as wrong", "$warning")


def problem_list(problems: tuple[Problem, ...], opens: str) -> Content:
    """Return the problems an author has to fix before a card can be reloaded."""
    lines = [
        Content.styled(f"✗ {sanitize_line(str(problem))}", "$error")
        for problem in problems
    ]
    note = f"This is the card as it was last loaded.{opens}"
    return Content("\n").join([*lines, Content.styled(note, "$quiet")])


def _memory(card: Card, card_states: CardStates) -> str:
    memory = card_states.memories.by_card.get(card.id)
    if memory is None:
        return ""
    counts = f"{quantity(memory.reviews, 'review')}, {quantity(memory.lapses, 'lapse')}"
    is_leech = card_states.is_leech(card.id)
    leech = "  ·  leech: often missed, reword it" if is_leech else ""
    when = due_text(card, card_states)
    due = {"now": "due now", "-": "not due while suspended"}.get(when, f"due in {when}")
    return f"  ·  {due}  ·  {counts}{leech}"


def _question(card: Card, width: int) -> Iterator[Content]:
    if card.drawn.values:
        values = sanitize_line(str(card.drawn))
        yield Content.styled(f"Example values: {values}", "$quiet")
    yield prose(card.prompt, width)
    if card.code:
        yield numbered(card.code, room=width)
    lines = [inline(sanitize_line(line)) for line in card.kind.listing(SEED)]
    yield Content("\n").join(lines)
    yield inline(sanitize_line(card.task)).stylize_before("$quiet")


def _answer(card: Card, tried: Tried | None, width: int, key: str) -> Iterator[Content]:
    truth = card.kind.truth(None if tried is None else tried.outcome)
    if truth is not None:
        yield answer_block(truth, width, card.kind)
    else:
        note = "Computed by running the code" + (f": press {key}" if key else "")
        yield Content.assemble(("Answer  ", "$quiet"), note)
    if card.kind.scored_by is not None:
        points = [sanitize_line(point.point) for point in card.kind.scored_by.points]
        yield _listed("Points", points, width)
    yield prose(card.explain, width)


def _about(card: Card, width: int) -> Iterator[Content]:
    mistakes = [f"{wrong.response}: {wrong.because}" for wrong in card.wrong]
    yield _listed("Typical mistakes", mistakes, width)
    yield _listed("Hints", card.hints, width)
    if card.modify is not None:
        goal = inline(sanitize_line(card.modify.goal))
        yield Content.assemble(("Try it  ", "$quiet"), goal)
    if card.proof:
        head = Content.styled("Proof", "$quiet")
        yield Content("\n").join([head, numbered(card.proof, room=width)])
    where = "; ".join([*card.sources, str(card.position)])
    yield Content.styled(sanitize(where), "$quiet italic")


def _listed(title: str, texts: Sequence[str], width: int) -> Content:
    if not texts:
        return Content("")
    bullet = Content.styled(" • ", "$quiet")
    lines = [
        line
        for text in texts
        for line in hung(bullet, inline(sanitize_line(text)), width)
    ]
    return Content("\n").join([Content.styled(title, "$quiet"), *lines])
