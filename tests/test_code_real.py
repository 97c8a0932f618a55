"""Code cards over the real program and the real runner, with torch."""

import json
import os
import re
import sys
from pathlib import Path

import pytest

from quizapp.core.cards.card import Modify
from quizapp.core.kinds.fix import Fix
from quizapp.core.kinds.predict import Predict
from quizapp.core.runs.outcome import Program
from quizapp.core.session.phases import Revealed
from quizapp.external.editor import Editor
from quizapp.flow.proof import prove
from support.cards import card
from support.paths import CONTENT
from support.program import Ended
from support.program import quizapp as in_home
from support.screens import SMALL, begun, sees, wait_for
from support.zygotes import lent_runner

pytestmark = [pytest.mark.torch, pytest.mark.usefixtures("_used_home")]

NET = """\
import torch
import torch.nn as nn
import torch.nn.functional as F


class Net(nn.Module):
    def __init__(self, p):
        super().__init__()
        self.p = p
        self.fc = nn.Linear(4, 4)

    def forward(self, x):
        return F.dropout(torch.relu(self.fc(x)), self.p)
"""
FIXED = NET.replace("self.p)\n", "self.p, training=self.training)\n")
CHECKS = """\
net, x = Net(1.0), torch.ones(3, 4)
assert torch.equal(net.eval()(x), torch.relu(net.fc(x))), "eval drops nothing"
assert torch.equal(net.train()(x), torch.zeros(3, 4)), "training still drops"
"""
CODE_DECK = f"""
format = 1
[deck]
id = "code"
title = "Code"
topic = "Tests"

[[card]]
id = "eval"
kind = "fix"
level = "screen"
prompt = "Fix one line."
snippet = '''
{NET}'''
checks = '''
{CHECKS}'''
solution = '''
{FIXED}'''

[[card]]
id = "same"
kind = "implement"
level = "screen"
prompt = "Write `same`."
starter = "def same(x):\\n    ..."
checks = "assert same(1) == 1, 'same of 1'"
solution = "def same(x):\\n    return x"
mutants = ["def same(x):\\n    return 1", "def same(x):\\n    return -x"]

[[card]]
id = "why"
kind = "open"
level = "onsite"
prompt = "Why?"
answer = "Because."
rubric = [{{ point = "one" }}, {{ point = "two" }}]
"""


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """Write the deck to a file."""
    file = tmp_path / "code.toml"
    file.write_text(CODE_DECK)
    return file


@pytest.fixture(scope="module")
def runner():
    """Start the runner of this platform, with torch loaded."""
    runner = lent_runner()
    runner.run(Program("import torch"))
    yield runner
    runner.close()


def quizapp(*words: str | Path, typed: str = "") -> Ended:
    """Run the program."""
    return in_home(Path(os.environ["HOME"]), *words, typed=typed)


@pytest.mark.slow
def test_check_runs_solutions_snippets_and_mutants(deck):
    """A mutant that passes is reported with the place of its card."""
    ended = quizapp("check", deck)
    line = CODE_DECK[: CODE_DECK.index('id = "same"')].count("\n")
    assert ended.out.splitlines() == [
        f"{deck}:{line}:1: mutants[0] passes every check (same of 1);"
        " add one that it fails",
        "1 deck, 3 cards, 1 problem",
    ]
    assert ended.code == 1


@pytest.mark.slow
def test_the_examples_of_the_guide_for_authors_hold(tmp_path):
    """An example that is copied is a valid card."""
    guide = (CONTENT / "README.md").read_text("utf-8")
    blocks = re.findall(r"```toml\n(\[\[card\]\].*?)```", guide, re.DOTALL)
    head = 'format = 1\n[deck]\nid = "guide"\ntitle = "Guide"\ntopic = "Tests"\n'
    (tmp_path / "guide.toml").write_text(head + "\n".join(blocks))
    ended = quizapp("check", tmp_path / "guide.toml")
    assert ended.out == f"1 deck, {len(blocks)} cards, 0 problems\n"


def test_try_takes_code_from_standard_input(deck):
    """Unchanged, with its indentation; the failing check shows both tensors."""
    words = ("try", "eval", "-", "--json", "--decks", deck)
    wrong, right = (json.loads(quizapp(*words, typed=x).out) for x in (NET, FIXED))
    assert (right["verdict"], right["score"]) == ("correct", 1.0)
    assert (wrong["verdict"], wrong["score"]) == ("partial", 0.5)
    (message,) = wrong["feedback"]
    assert message.startswith("eval drops nothing: failed: torch.equal(net.eval()(x), ")
    assert "net.eval()(x) = tensor([[0., 0., 0., 0.], [0., " in message
    assert "grad" not in message


def test_try_takes_the_numbers_of_points(deck):
    """Of an open card's rubric."""
    ended = quizapp("try", "why", "2", "--decks", deck)
    assert ended.out.startswith("◐ Partly right, 50%\n  add next time: one\n")


def test_plain_practice_reads_code_up_to_a_dot(deck):
    """Then it goes on to the next card."""
    typed = f"{FIXED}.\n\n\n.\n"  # how sure: skipped; the suggested grade
    ended = quizapp("practice", "--plain", deck, typed=typed)
    assert "✓ Correct\n  ✓ eval drops nothing\n  ✓ training still drops" in ended.out
    assert "| Code | implement | phone screen" in ended.out


async def test_the_editor_runs_torch_in_the_child(runner):
    """An exception in a module's `forward` is shown with the user's line."""
    study, app = begun(card("net", Fix(CHECKS, FIXED), snippet=NET), runner=runner)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r")
        await sees(pilot, "1 of 2 checks pass")
        await pilot.press(*".foo", "ctrl+r")
        await sees(pilot, "AttributeError: 'Tensor' object has no attribute 'foo'")
        await sees(pilot, "▸13  return F.dropout(torch.relu(self.fc(x)), self.p).foo")
        assert not isinstance(study.phase, Revealed)


async def test_a_loop_in_the_editor_ends_at_its_limit(runner):
    """The code is kept."""
    looping = card("net", Fix(CHECKS, FIXED), snippet="while True:\n    ...", limit=0.5)
    _, app = begun(looping, runner=runner)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press("ctrl+r")
        await sees(pilot, "no result: stopped after")
        await sees(pilot, "while True:")


@pytest.mark.slow
async def test_a_goal_is_reached_over_tensors(runner):
    """The value of the edited code is shown next to the original one."""
    modify = Modify("Keep the mean.", "assert torch.isclose(y.mean(), x.mean())")
    code = "import torch\nx = torch.tensor([1., 3.])\ny = x * 0.5"
    one = card("p", Predict(ask="y"), snippet=code, modify=modify)
    study, app = begun(one, runner=runner)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.press(*"[0.5,1.5]", "enter")
        await wait_for(pilot, lambda: isinstance(study.phase, Revealed))
        await pilot.press("e")
        await sees(pilot, "y.mean() = tensor(1.)")
        await pilot.press("enter", *"y = x", "ctrl+r")
        await sees(pilot, "✓ Goal reached")
        await sees(pilot, "[1.0, 3.0]")


def test_the_editor_gets_the_text_and_gives_it_back():
    """An editor that cannot be started changes nothing."""
    command = f"{sys.executable} -c \"import sys; open(sys.argv[1], 'a').write('!')\""
    assert Editor(command).edit("x = 1") == "x = 1!"
    assert Editor("no-such-editor-here").edit("x = 1") == "x = 1"


BITS = "import torch\ntorch.manual_seed(0)\ny = torch.nn.Dropout(0.3)(torch.ones(8))"


@pytest.mark.parametrize(
    ("ask", "flagged"),
    [("y", True), ("y.shape[0]", False), ("(y == 0).sum() <= 8", False)],
)
def test_an_answer_keyed_to_seeded_dropout_bits_is_flagged(runner, ask, flagged):
    """Other releases of torch draw different masks from the same seed."""
    proof = prove(card("bits", Predict(ask=ask), snippet=BITS), runner)
    messages = [problem.message for problem in proof.problems]
    assert (
        any("bits of a seeded dropout mask" in message for message in messages)
        is flagged
    )
    assert len(messages) == flagged
