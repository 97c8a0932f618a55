"""A new kind of card is one file and one widget: here both, and nothing else.

`Echo` asks for a word backwards. It is entered in the format's table and in
that of the responders; loading, plain lines, screens, proof and log know it.
"""

from datetime import timedelta
from typing import ClassVar

import pytest
from msgspec import Struct
from msgspec.structs import replace
from textual.app import RenderResult
from textual.content import Content

from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment
from quizapp.core.cards.card import Card
from quizapp.core.judging.response import Response
from quizapp.core.judging.verdict import Correct, Verdict, Wrong
from quizapp.core.kinds import Flaw, Kind
from quizapp.core.runs.outcome import Outcome
from quizapp.core.scheduling.review import Reviewed
from quizapp.core.session.phases import Asking, Posed, Revealed
from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.core.values.misread import Misread
from quizapp.decks import format as deck_format
from quizapp.decks.loader import load_decks
from quizapp.flow.proof import prove
from quizapp.plain.session import PlainSession
from quizapp.tui.widgets.answers import responders
from quizapp.tui.widgets.answers.responder import Responder
from support.fakes import MORNING, FakeLog, FakeRunner
from support.screens import SMALL, on_screen, seen
from support.workspaces import study


class Said(Struct, frozen=True):
    """A word the user gave."""

    text: str
    right: str

    def judge(self, outcome: Outcome | None) -> Verdict:
        return Correct() if self.text == self.right else Wrong(("not backwards",))

    def agrees(self, other: Response) -> bool:
        return other.text == self.text


class Echo(Kind, frozen=True):
    """A word to be said backwards."""

    name: ClassVar[str] = "echo"
    expected_seconds: ClassVar[float | None] = 10.0
    word: str

    task = "Say it backwards."

    def read(self, text: str) -> Response | Misread:
        return Said(text, self.word[::-1]) if text else Misread("say something")

    def truth(self, outcome: Outcome | None) -> str | None:
        return self.word[::-1]

    def problems_as_drawn(self) -> tuple[str, ...]:
        backwards = self.word[::-1]
        return (
            ("is the same backwards; change the word",)
            if backwards == self.word
            else ()
        )

    def flaws(self) -> tuple[Flaw, ...]:
        return () if self.word else (Flaw(("word",), "is empty; write one"),)

    def listing(self, seed: int) -> tuple[str, ...]:
        return (f"  the word: {self.word}",)


class Mirror(Responder, can_focus=True):
    """Answers rightly at one key."""

    footer = (("m", "mirror"),)
    BINDINGS: ClassVar = [("m", "mirror", "Mirror")]
    word = ""

    def pose(self, posed: Posed) -> None:
        kind = posed.card.kind
        self.word = kind.word if isinstance(kind, Echo) else ""
        self.refresh(layout=True)

    def render(self) -> RenderResult:
        return Content(f"mirror of {sanitize_line(self.word)}")

    def action_mirror(self) -> None:
        self.post_message(self.Submitted(self.word[::-1]))


ECHO_DECK = """
format = 1
[deck]
id = "deck"
title = "T"
topic = "X"

[[card]]
id = "one"
kind = "echo"
level = "screen"
prompt = "Say it."
word = "loss"
wrong = [{ response = "loss", because = "that is forwards" }]
"""


@pytest.fixture
def echo(tmp_path, monkeypatch) -> Card:
    """Return a card of the new kind, as it comes out of a deck file."""
    monkeypatch.setitem(deck_format.KINDS, Echo.name, Echo)
    monkeypatch.setitem(responders.RESPONDERS, Echo.name, Mirror)
    (tmp_path / "deck.toml").write_text(ECHO_DECK)
    library = load_decks([tmp_path])
    assert library.problems == ()
    (card,) = library.cards.values()
    return card


def recorded(log: FakeLog) -> list[tuple[str, str | None]]:
    """Return what the log has of the answers."""
    events = [event for event in log.rows if isinstance(event, Reviewed)]
    return [(event.response, event.verdict) for event in events]


def test_its_cards_are_loaded_and_their_faults_are_reported_with_places(echo, tmp_path):
    """As those of every other kind."""
    (tmp_path / "deck.toml").write_text(ECHO_DECK.replace('word = "loss"', 'word = ""'))
    (problem,) = load_decks([tmp_path]).problems
    assert str(problem).endswith("deck.toml:13:1: `word` is empty; write one")


def test_it_is_proven(echo):
    """Its truth is typed back, and its wrong response judged."""
    assert prove(echo, FakeRunner()).problems == ()


def test_it_is_practiced_in_lines(echo):
    """With its listing, its task and its verdict."""
    log = FakeLog()
    said: list[str] = []
    lines = iter(["loss", ""])
    PlainSession(
        study(echo, log=log), lambda _: next(lines, None), said.append
    ).practice()
    text = "\n".join(said)
    assert "  the word: loss\nSay it backwards." in text
    assert "not backwards" in text
    assert "why: that is forwards" in text
    assert recorded(log) == [("loss", "wrong")]


def test_its_pace_is_what_the_kind_expects(echo):
    """A quick answer and a slow one of the same card suggest other grades."""
    asked = Moment(MORNING)
    asking = Asking(Posed(echo, 0, asked, reviews=1))
    usual, slow = (
        asking.answer(Said("ssol", "ssol"), asked.later(timedelta(seconds=seconds)))
        for seconds in (30, 31)
    )
    assert usual.settle(None).suggested is Grade.GOOD
    assert slow.settle(None).suggested is Grade.HARD


def test_its_own_problems_are_found_by_the_proof(echo):
    """The proof asks the kind; it knows none by name."""
    palindrome = replace(echo, kind=Echo("level"), wrong=())
    (problem,) = prove(palindrome, FakeRunner()).problems
    assert problem.message == "is the same backwards; change the word"


async def test_it_is_practiced_on_the_screen(echo):
    """By its own widget, with its keys in the footer."""
    log = FakeLog()
    with on_screen(echo, log=log) as (session, app):
        async with app.run_test(size=SMALL) as pilot:
            await pilot.pause()
            assert "mirror of loss" in seen(app)
            assert "m mirror" in seen(app)
            await pilot.press("m")
            assert isinstance(session.phase, Revealed)
            assert "✓ Correct" in seen(app)
            await pilot.press("space")
    assert recorded(log) == [("ssol", "correct")]
