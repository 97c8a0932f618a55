"""A whole session over every kind: by the mouse alone, by few keys, in lines of text.

Each answers, says how sure, and grades, up to the summary; the log has what was done.
Text that has to be typed is pasted by the mouse, as a middle click does, or not given.
"""

from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping
from string import ascii_lowercase
from typing import TypeAlias

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from quizapp.core.basics.confidence import Confidence
from quizapp.core.basics.grade import Grade
from quizapp.core.judging.verdict import Unsettled
from quizapp.core.kinds.choice import Choice
from quizapp.core.kinds.fix import Fix
from quizapp.core.kinds.implement import Implement
from quizapp.core.kinds.match import Match
from quizapp.core.kinds.numeric import Numeric
from quizapp.core.kinds.order import Order
from quizapp.core.kinds.predict import Predict
from quizapp.core.kinds.text import FreeText
from quizapp.core.scheduling.review import Reviewed
from quizapp.core.session.phases import Asking, Finished, Posed, Revealed, Weighing
from quizapp.decks.format import KINDS
from quizapp.flow.session_options import SessionOptions
from quizapp.flow.study import Study
from quizapp.plain.session import PlainSession
from support.cards import (
    HALVED,
    card,
    choice_card,
    cloze_card,
    fix_card,
    implement_card,
    match_card,
    open_card,
    order_card,
)
from support.fakes import FakeLog, FakeRunner
from support.outcomes import executed
from support.screens import SMALL, app_of, click_on, seen, sees, wait_for
from support.workspaces import study

CARDS = (
    card("flash"),
    choice_card(),
    card("number", Numeric(answer=4.0)),
    cloze_card(),
    card("word", FreeText(("dropout",))),
    card("list", Predict(ask="y"), snippet="y = [1.25, 0.0]"),
    match_card(),
    order_card(),
    fix_card(),
    implement_card(),
    open_card(),
)
Row: TypeAlias = tuple[str, str | None, Confidence | None, Grade]
"""What is recorded of an answer: kind, verdict, confidence and grade."""
Answer: TypeAlias = Callable[["Pilot[None]"], Awaitable[None]]


SAID = {"flashcard", "open"}
"""The kinds that are answered aloud here: nobody is asked how sure they were."""


def begun(log: FakeLog) -> Study:
    """Begin a session over every kind, which asks how sure."""
    asks = SessionOptions(confidence=True)
    runner = FakeRunner(executed)
    return study(*CARDS, log=log, runner=runner, session_options=asks)


def rows(log: FakeLog) -> list[Row]:
    """Return what the log has of each answer."""
    kinds = {card.id: card.kind.name for card in CARDS}
    return [
        (kinds[event.card], event.verdict, event.confidence, event.grade)
        for event in log.rows
        if isinstance(event, Reviewed)
    ]


def done(verdicts: Mapping[str, str | None], skipped: Collection[str]) -> list[Row]:
    """Return the rows of a session with these verdicts, by kind; else right answers."""
    return [
        (
            kind,
            verdicts.get(kind, "correct"),
            None if kind in skipped else Confidence.CERTAIN,
            Grade.EASY,
        )
        for kind in (card.kind.name for card in CARDS)
    ]


def test_every_kind_is_here():
    """A new one must be added."""
    assert {card.kind.name for card in CARDS} == set(KINDS)


# By the mouse


async def reveal(pilot: "Pilot[None]") -> None:
    await click_on(pilot, "Press Space to reveal")


async def choose(pilot: "Pilot[None]") -> None:
    await click_on(pilot, "right one")
    await click_on(pilot, "Enter answer")


def pasting(text: str) -> Answer:
    """Return how a text is pasted and submitted by the mouse."""

    async def paste(pilot: "Pilot[None]") -> None:
        pilot.app.post_message(Paste(text))
        await sees(pilot, text)
        await click_on(pilot, "Enter answer")

    return paste


async def skip(pilot: "Pilot[None]") -> None:
    await click_on(pilot, "Enter answer")
    await sees(pilot, "No answer yet")
    await click_on(pilot, "Enter answer")


async def fill(pilot: "Pilot[None]") -> None:
    await click_on(pilot, "______", "eval mode")
    pilot.app.post_message(Paste("identity"))
    await sees(pilot, " identity .")
    await click_on(pilot, "______", "Keep with")
    pilot.app.post_message(Paste("keep"))
    await sees(pilot, "with  keep ")
    await click_on(pilot, "Tab next")
    await click_on(pilot, "Enter answer")


async def pair(pilot: "Pilot[None]") -> None:
    await click_on(pilot, "batch", " _   batch")
    await click_on(pilot, "the batch")
    await click_on(pilot, "layer")
    await click_on(pilot, "the features")
    await click_on(pilot, "Enter answer")


async def arrange(pilot: "Pilot[None]") -> None:
    await click_on(pilot, "while x:")
    if "↕ while x:" in seen(pilot.app):  # the cursor was there
        await click_on(pilot, "while x:")
    await click_on(pilot, "x remove")
    await sees(pilot, "unused")
    for place, line in enumerate(("for x in xs:", "y = f(x)", "show(y)")):
        await grab(pilot, line)
        await put(pilot, line, place)
        for _ in range(place > 0):
            await click_on(pilot, "→", "indent")
    await click_on(pilot, "Enter answer")


async def grab(pilot: "Pilot[None]", line: str) -> None:
    while f"↕ {line}" not in seen(pilot.app):
        await click_on(pilot, line)


async def put(pilot: "Pilot[None]", line: str, place: int) -> None:
    """Move the line that is grabbed to a place, where a click drops it."""
    lines = seen(pilot.app).splitlines()
    first = next(y for y, text in enumerate(lines) if "unused" in text) - 4
    if line not in lines[first + place]:
        await pilot.click(offset=(10, first + place))
        await wait_for(
            pilot, lambda: line in seen(pilot.app).splitlines()[first + place]
        )
    await click_on(pilot, line)
    await sees(pilot, f"› {line}")


async def hand_in(pilot: "Pilot[None]") -> None:
    await click_on(pilot, "Ctrl+R run checks")
    await sees(pilot, "halves")
    await click_on(pilot, "Ctrl+S submit")


async def give_up(pilot: "Pilot[None]") -> None:
    await click_on(pilot, "Ctrl+G give up")


async def tick(pilot: "Pilot[None]") -> None:
    await click_on(pilot, "Ctrl+S reveal the points")
    for point in ("the first", "the second", "the third"):
        await click_on(pilot, point, "□")
    await click_on(pilot, "Enter accept")


BY_MOUSE: dict[str, Answer] = {
    "flashcard": reveal,
    "choice": choose,
    "numeric": pasting("4"),
    "cloze": fill,
    "text": skip,
    "predict": pasting("[1.25, 0]"),
    "match": pair,
    "order": arrange,
    "fix": hand_in,
    "implement": give_up,
    "open": tick,
}


@pytest.mark.slow
async def test_the_mouse_alone_takes_a_session_to_its_end():
    """Options, rows, keys in the footer, buttons: what is painted can be clicked."""
    log = FakeLog()
    session = begun(log)
    app = app_of(session, *CARDS)
    async with app.run_test(size=SMALL) as pilot:
        for each in CARDS:
            await sees(pilot, each.prompt)
            await BY_MOUSE[each.kind.name](pilot)
            await wait_for(pilot, lambda: not isinstance(session.phase, Asking))
            if isinstance(session.phase, Weighing):
                await click_on(pilot, "certain")
            await click_on(pilot, "Easy", "Again")
        await sees(pilot, "11 reviews")
        await click_on(pilot, "q quit")
    verdicts = {"flashcard": None, "text": "wrong", "fix": "partial"}
    skipped = {"text", "implement", *SAID}
    assert rows(log) == done(verdicts | {"implement": "wrong"}, skipped)


# By keys: arrows, Enter and Space wherever nothing has to be typed


def typing(*keys: str) -> Answer:
    """Return how keys are pressed, one after the other."""

    async def press(pilot: "Pilot[None]") -> None:
        await pilot.press(*keys)

    return press


async def press_until(pilot: "Pilot[None]", key: str, text: str) -> None:
    """Press a key until the screen shows a text."""
    for _ in range(9):
        if text in seen(pilot.app):
            return
        await pilot.press(key)
    raise AssertionError(seen(pilot.app))


async def choose_by_arrows(pilot: "Pilot[None]") -> None:
    for _ in range(3):
        if any("› ○" in line and "right one" in line for line in lines(pilot)):
            break
        await pilot.press("down")
    await pilot.press("space", "enter")


async def pair_by_arrows(pilot: "Pilot[None]") -> None:
    for left, right in (("layer", "the features"), ("batch", "the batch")):
        await press_until(pilot, "right", f"{left}   {right}")
        await pilot.press("down")
    await pilot.press("enter")


async def arrange_by_arrows(pilot: "Pilot[None]") -> None:
    await press_until(pilot, "down", "› while x:")
    await pilot.press("space")
    await press_until(pilot, "down", "unused")
    wanted = ("for x in xs:", "y = f(x)", "show(y)")
    for place, line in enumerate(wanted):
        await press_until(pilot, "down", f"› {line}")
        await pilot.press("space", "up", "up")
        await pilot.press(*["down"] * place, *["right"] * (place > 0), "space")
    await pilot.press("enter")


def lines(pilot: "Pilot[None]") -> list[str]:
    return seen(pilot.app).splitlines()


BY_KEYS: dict[str, Answer] = {
    "flashcard": typing("space"),
    "choice": choose_by_arrows,
    "numeric": typing("4", "enter"),
    "cloze": typing(*"keep", "enter", *"identity", "enter"),
    "text": typing(*"dropout", "enter"),
    "predict": typing(*"1.25 0", "enter"),
    "match": pair_by_arrows,
    "order": arrange_by_arrows,
    "fix": typing(*" / 2", "ctrl+s"),
    "implement": typing(*["backspace"] * 3, *"return x / 2", "ctrl+s"),
    "open": typing("enter", *["space", "down"] * 3, "enter"),
}


@pytest.mark.slow
async def test_a_session_needs_few_keys():
    """Arrows, Enter and Space; letters are typed only into answers."""
    log = FakeLog()
    session = begun(log)
    app = app_of(session, *CARDS)
    async with app.run_test(size=SMALL) as pilot:
        for each in CARDS:
            await sees(pilot, each.prompt)
            await BY_KEYS[each.kind.name](pilot)
            await wait_for(pilot, lambda: not isinstance(session.phase, Asking))
            if isinstance(session.phase, Weighing):
                await press_until(pilot, "right", "›4 certain")
                await pilot.press("space")
            await press_until(pilot, "right", "›4 Easy")
            await pilot.press("space")
        await sees(pilot, "11 reviews")
        await pilot.press("enter")
    assert rows(log) == done({"flashcard": None}, SAID)


# In lines of text


def typed_lines(session: Study) -> Iterator[str]:
    """Yield the lines of a whole session, each when it is asked for."""
    while not isinstance(phase := session.phase, Finished):
        match phase:
            case Asking(posed=posed):
                yield from in_lines(posed)
            case Revealed() if isinstance(phase.judged, Unsettled) and has_points(
                phase
            ):
                yield "1, 2, 3"
            case _:
                yield "4"


def has_points(revealed: Revealed) -> bool:
    return revealed.posed.card.kind.scored_by is not None


def in_lines(posed: Posed) -> tuple[str, ...]:
    """Return the lines that answer a card right, with the numbers of its listing."""
    kind, seed = posed.card.kind, posed.seed
    match kind:
        case Choice():
            return (str(kind.display_order(seed).index(1) + 1),)
        case Match():
            letters = [
                ascii_lowercase[kind.display_order(seed).index(n)] for n in (1, 2)
            ]
            return (f"1{letters[0]} 2{letters[1]}",)
        case Order():
            one, two, three = (kind.display_order(seed).index(n) + 1 for n in (1, 2, 3))
            return (f"{one} {two}>1 {three}>1",)
        case Fix() | Implement():
            return (*HALVED.splitlines(), ".")
        case _:
            return (IN_A_LINE[kind.name],)


IN_A_LINE = {
    "flashcard": "",
    "numeric": "4",
    "cloze": "keep | identity",
    "text": "dropout",
    "predict": "[1.25, 0]",
    "open": "",
}


def test_a_session_in_lines_of_text():
    """The same answers, and the same log."""
    log = FakeLog()
    session = begun(log)
    typed = typed_lines(session)
    said: list[str] = []
    PlainSession(session, lambda _: next(typed, None), said.append).practice()
    assert "11 reviews" in "\n".join(said)
    assert rows(log) == done({"flashcard": None}, SAID)
