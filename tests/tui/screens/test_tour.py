"""The tour, taken by a newcomer from the welcome to the first day of study."""

import pytest

from quizapp.core.basics.grade import Grade
from quizapp.core.cards.card_list import CardList
from quizapp.core.kinds.predict import Predict
from quizapp.core.scheduling.agenda import Agenda
from quizapp.core.scheduling.review import reviews_in_force
from quizapp.flow.ledger import Ledger
from quizapp.flow.session_options import Ports, SessionOptions
from quizapp.flow.study import Study
from quizapp.flow.workspace import Scope
from quizapp.tui.app import AppOptions, QuizApp
from support.cards import card, choice_card, fix_card
from support.fakes import FakeClock, FakeLog, FakeRunner
from support.outcomes import executed
from support.screens import SMALL, seen, sees
from support.workspaces import FakeSessions, workspace_of

CARDS = (
    card("list", Predict(ask="y"), snippet="y = [1.25, 0.0]"),
    choice_card(),
    fix_card(),
    *(card(f"other-{n}") for n in range(4)),
)


class Coached(FakeSessions):
    """Sessions of an app, on the log of its home screen; whole ones are explained."""

    ledger: Ledger

    def begin(self, cards: CardList, scope: Scope) -> Study:
        """Ask each card once."""
        ports = Ports(FakeRunner(executed), self.ledger, FakeClock())
        options = SessionOptions(coached=scope is Scope.ALL, confidence=True)
        agenda = Agenda(tuple(card.id for card in cards), once=True)
        return Study(ports, cards, agenda, options)


def newcomer(log: FakeLog) -> QuizApp:
    """Return the app of someone who has not studied yet."""
    sessions = Coached(log)
    workspace = workspace_of(*CARDS, log=log, sessions=sessions)
    sessions.ledger = workspace.ledger
    return QuizApp(workspace, None, AppOptions(pause_seconds=0))


STEPS = (
    ((), "Press Space for a three-card tour. Its reviews are real."),
    (("space",), "Type what you think, then press Enter"),
    ((*"1 0", "enter"), "Say how sure you are"),
    (("2",), "It is"),
    (("space",), "Move with the arrows"),
    (("down", "space", "enter", "space"), "takes a step back"),
    (("3",), "runs the hidden checks"),
    ((*" / 2", "ctrl+s", "4"), "it is the last of the tour"),
    (("4",), "That was the tour. Its reviews are real"),
    ((), "q goes home, where Space starts the cards of today."),
    (("q",), "3 done today"),
    (("space",), "What is"),
)
"""Keys of a newcomer, and what is shown then."""


async def test_a_newcomer_takes_the_tour_up_to_the_first_day():
    """Each step is explained; its reviews are real, and today's cards follow."""
    log = FakeLog()
    app = newcomer(log)
    async with app.run_test(size=SMALL) as pilot:
        for keys, shown in STEPS:
            await pilot.press(*keys)
            await sees(pilot, shown)
        assert "Say the answer aloud, or" not in seen(app)
    graded = [event.grade for event in reviews_in_force(log.rows)]
    assert graded == [Grade.AGAIN, Grade.GOOD, Grade.EASY]


@pytest.mark.slow
async def test_the_summary_of_the_tour_names_the_cards_of_today():
    """In the words of home."""
    app = newcomer(FakeLog())
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("space", *"1 0", "enter", "2", "4", "escape", "q")
        await sees(pilot, "6 new cards for today, about 6 min")
