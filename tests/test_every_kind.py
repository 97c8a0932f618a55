"""Every kind, answered right, partly right and wrong: each front end gives one verdict.

The same response goes through `try` from the shell, a plain session and the
screen, over the real runner. The log and the shell name options by the file.
"""

import json
import re
from pathlib import Path

import pytest

from quizapp.cli import main
from quizapp.core.cards.card import Card
from quizapp.core.judging.verdict import name_of, score_of
from quizapp.core.scheduling.agenda import Agenda
from quizapp.core.session.phases import Asking, Posed, Revealed
from quizapp.decks.format import KINDS
from quizapp.decks.loader import load_decks
from quizapp.flow.ledger import Ledger
from quizapp.flow.session_options import Ports
from quizapp.flow.study import Study
from quizapp.plain.session import PlainSession
from quizapp.tui.app import AppOptions, QuizApp
from quizapp.tui.widgets.answers.responder import Responder
from support.fakes import FakeBits, FakeClock, FakeLog
from support.fuzz import sampled
from support.screens import WIDE, wait_for
from support.workspaces import workspace_over
from support.zygotes import lent_runner

pytestmark = [pytest.mark.torch, pytest.mark.usefixtures("_used_home")]

CARDS = {
    "flashcard": 'answer = "yes"',
    "choice": (
        'pick = "all"\noptions = [{ text = "a", correct = true },'
        ' { text = "b", correct = true }, { text = "c", because = "no" }]'
    ),
    "numeric": 'ask = "5 / 0.9"',
    "cloze": 'text = "[[Dropout]] is off in [[eval]] mode"',
    "text": 'accept = ["inverted dropout", "/drop ?out/"]',
    "predict": 'snippet = "import torch\\ny = torch.tensor([1.25, 0.0])"\nask = "y"',
    "match": (
        'pairs = [{ left = "p", right = "drop" }, { left = "1 - p", right = "keep" },'
        ' { left = "1/(1 - p)", right = "scale" }]'
    ),
    "order": 'lines = ["for x in xs:", "    y = f(x)", "    show(y)"]',
    "fix": (
        'snippet = "def half(x):\\n    return x"\n'
        'solution = "def half(x):\\n    return x / 2"\n'
        'checks = "assert half(0) == 0\\nassert half(4) == 2"'
    ),
    "implement": (
        'starter = "def half(x):\\n    ..."\n'
        'solution = "def half(x):\\n    return x / 2"\n'
        'checks = "assert half(0) == 0\\nassert half(4) == 2"'
    ),
    "open": (
        'answer = "because"\nrubric = [{ point = "one", weight = 1 },'
        ' { point = "two", weight = 3 }]'
    ),
}

RESPONSES = [
    ("flashcard", "", None, None),
    ("choice", "1, 2", "correct", 1.0),
    ("choice", "1, 3", "wrong", 0.0),
    ("numeric", "5.56", "correct", 1.0),
    ("numeric", "5.55", "wrong", 0.0),
    ("cloze", "dropout | eval", "correct", 1.0),
    ("cloze", "dropout | training", "partial", 0.5),
    ("cloze", "noise | training", "wrong", 0.0),
    ("text", "Inverted  dropout", "correct", 1.0),
    ("text", "weight decay", "wrong", 0.0),
    ("predict", "[1.25, 0]", "correct", 1.0),
    ("predict", "[1, 0]", "wrong", 0.0),
    ("match", "1a 2b 3c", "correct", 1.0),
    ("match", "1a 2c 3b", "partial", 1 / 3),
    ("match", "1b 2c 3a", "wrong", 0.0),
    ("order", "1@0 2@4 3@4", "correct", 1.0),
    ("order", "1@0 3@4 2@4", "partial", 2 / 3),
    ("fix", "def half(x):\n    return x / 2", "correct", 1.0),
    ("fix", "def half(x):\n    return x", "partial", 0.5),
    ("fix", "def half(x):\n    return y", "wrong", 0.0),
    ("implement", "half = lambda x: x * 0.5", "correct", 1.0),
    ("implement", "def half(x):\n    return 0", "partial", 0.5),
    ("implement", "def half(x):\n    ...", "wrong", 0.0),
    ("open", "1, 2", "correct", 1.0),
    ("open", "1", "partial", 0.25),
    ("open", "2", "correct", 1.0),
    ("open", "none", "wrong", 0.0),
]


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a deck with one card of each kind."""
    text = 'format = 1\n[deck]\nid = "all"\ntitle = "All"\ntopic = "Tests"\n'
    for kind, fields in CARDS.items():
        text += f'[[card]]\nid = "{kind}"\nkind = "{kind}"\nlevel = "screen"\n'
        text += f'prompt = "What about {kind}?"\n{fields}\n'
    file = tmp_path_factory.mktemp("deck") / "all.toml"
    file.write_text(text)
    return file


@pytest.fixture(scope="module")
def runner():
    """Return one real runner for all these tests."""
    runner = lent_runner()
    yield runner
    runner.close()


@pytest.fixture(autouse=True)
def _shared(runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the command line use this runner without closing it."""
    monkeypatch.setattr("quizapp.runner.runner_for", lambda *_: runner)
    monkeypatch.setattr(runner, "close", lambda: None)


def card_of(deck: Path, kind: str) -> Card:
    library = load_decks([deck])
    assert library.problems == ()
    (card,) = [card for card in library.cards.values() if card.kind.name == kind]
    return card


def study_over(card: Card, runner) -> Study:
    ports = Ports(runner, Ledger(FakeLog(), FakeClock(), FakeBits()), FakeClock())
    return Study(ports, [card], Agenda((card.id,)))


def listed(posed: Posed, response: str) -> list[str]:
    """Return the lines that give this response below a listing."""
    kind, seed = posed.card.kind, posed.seed
    if kind.name in {"fix", "implement"}:
        return [*response.split("\n"), "."]
    if kind.name == "open":
        return ["", response]
    words = re.findall(r"[^\s,]+", response)
    if kind.name == "choice":
        words = [_named(kind.from_listing, seed, word, "123") for word in words]
    if kind.name == "match":
        pairs = [_named_pair(kind.from_listing, seed, word) for word in words]
        words = pairs
    if kind.name == "order":
        places = {kind.from_listing(f"{n}", seed).split("@")[0]: n for n in (1, 2, 3)}
        parts = [word.split("@") for word in words]
        words = [f"{places[number]}>{int(at) // 4}" for number, at in parts]
    return [response if kind.name in {"cloze", "text", "predict"} else " ".join(words)]


def _named(from_listing, seed: int, word: str, candidates: str) -> str:
    return next(text for text in candidates if from_listing(text, seed) == word)


def _named_pair(from_listing, seed: int, word: str) -> str:
    """Return the letter on the screen for a letter of the file."""
    for letter in "abc":
        line = " ".join(f"{n}{letter}" for n in (1, 2, 3))
        if from_listing(line, seed).split()[0][-1] == word[-1]:
            return f"{word[0]}{letter}"
    raise AssertionError(word)


def test_every_kind_is_answered_here():
    """A new kind must be added here."""
    assert set(CARDS) == set(KINDS) == {kind for kind, *_ in RESPONSES}


@pytest.mark.parametrize(
    ("kind", "response", "verdict", "share"), sampled(RESPONSES, 5)
)
def test_try_gives_the_verdict(deck, capsys, kind, response, verdict, share):
    """From the shell, as JSON."""
    words = ["try", f"all/{kind}", response, "--json", "--decks", str(deck)]
    assert main(words) == 0
    row = json.loads(capsys.readouterr().out)
    assert (row["verdict"], row["score"]) == (verdict, pytest.approx(share))


@pytest.mark.parametrize(("kind", "response", "verdict", "share"), RESPONSES)
def test_a_plain_session_gives_the_same(deck, runner, kind, response, verdict, share):
    """Answers use the numbers of the listing, however it was shuffled."""
    study = study_over(card_of(deck, kind), runner)
    assert isinstance(study.phase, Asking)
    typed = iter(listed(study.phase.posed, response))
    revealed: list[Revealed] = []

    def ask(prompt: str) -> str | None:
        if prompt.startswith("grade:") and isinstance(study.phase, Revealed):
            revealed.append(study.phase)
            return None
        return next(typed, None)

    PlainSession(study, ask, lambda _: None).practice()
    judged = revealed[0].judged
    assert name_of(judged) == verdict
    assert score_of(judged) == pytest.approx(share)


@pytest.mark.parametrize(
    ("kind", "response", "verdict", "share"), sampled(RESPONSES, 3)
)
async def test_the_screen_gives_the_same(deck, runner, kind, response, verdict, share):
    """How each widget turns keys into this text is tested in `tui/`."""
    card = card_of(deck, kind)
    study = study_over(card, runner)
    options = AppOptions(pause_seconds=0)
    app = QuizApp(workspace_over(load_decks([deck])), study, options)
    async with app.run_test(size=WIDE) as pilot:
        screen = app.screen
        first = "" if kind == "open" else response
        screen.post_message(Responder.Submitted(first))
        await wait_for(pilot, lambda: isinstance(study.phase, Revealed))
        if kind == "open":
            screen.post_message(Responder.Assessed(response))
            await pilot.pause()
            await pilot.pause()
        assert isinstance(study.phase, Revealed)
        judged = study.phase.judged
    assert name_of(judged) == verdict
    assert score_of(judged) == pytest.approx(share)
