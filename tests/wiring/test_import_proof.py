"""The proof of an import: what does not work is not taken, with the reason."""

from pathlib import Path
from typing import Any

from quizapp.core.cards.trust import Ruling
from quizapp.exchange.imported import ImportedCard, Origin
from quizapp.flow.proof import prove
from quizapp.wiring.import_plan import plan_import
from quizapp.wiring.import_proof import Trial, disproved
from quizapp.wiring.import_rows import Target
from support.fakes import FakeRunner

PREDICT = {
    "kind": "predict",
    "prompt": "What is `y`?",
    "snippet": "y = [1.25, 0.0, 3.75]\n",
    "ask": "y",
}


def trial(*fields: dict[str, Any]) -> Trial:
    """Return the trial of new cards."""
    cards = tuple(
        ImportedCard(Origin("notebook", str(number)), f"card {number}", each, "cell 1")
        for number, each in enumerate(fields)
    )
    return Trial(plan_import(cards, (), Target(Path("/decks"), "a.ipynb", "A")))


class Assembled:
    """What a proof needs of the program."""

    def __init__(self, ruling: Ruling) -> None:
        self._ruling = ruling
        self.runner = FakeRunner()

    def ruling(self, deck: Any) -> Ruling:
        return self._ruling

    def proofs(self, cards: Any) -> Any:
        return (prove(card, self.runner) for card in cards)


def test_a_card_that_does_not_load_is_not_taken():
    """The reason is that of the loader; others are not concerned."""
    reasons = trial({**PREDICT, "unknown": 1}, PREDICT).problems()
    assert set(reasons) == {"notebook:0"}
    assert "unknown key `unknown`" in reasons["notebook:0"]


def test_a_card_whose_run_gives_no_answer_is_not_taken():
    """As `quizapp check` says it."""
    tried = trial(PREDICT)
    assembly: Any = Assembled(Ruling.RUN)
    steps: list[tuple[int, int]] = []
    cards = tuple(tried.fresh)
    assert disproved(assembly, tried, cards, lambda *s: steps.append(s)) == ({}, ())
    assert steps == [(1, 1)]
    wrong = trial(
        {**PREDICT, "wrong": [{"response": "[1.25, 0, 3.75]", "because": "x"}]}
    )
    found, _ = disproved(assembly, wrong, tuple(wrong.fresh), lambda *_: None)
    assert "notebook:0" in found


def test_code_that_may_not_run_here_is_not_run():
    """The card is taken, and the report says what to do first."""
    tried = trial(PREDICT, {"kind": "flashcard", "prompt": "p", "answer": "a"})
    assembly: Any = Assembled(Ruling.ASK)
    wrong, notes = disproved(assembly, tried, tuple(tried.fresh), lambda *_: None)
    assert wrong == {}
    assert assembly.runner.programs == []
    (note,) = notes
    assert note.startswith("1 card with code may not run here yet")
    assert "quizapp approve /decks/a.toml" in note
