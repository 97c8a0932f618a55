"""The schema: what an editor reports about decks, with the tool that editors use."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from quizapp.commands.new import SAMPLES, SKELETON
from quizapp.decks.loader import load_decks
from quizapp.decks.schema import schema
from support.paths import CONTENT

TAPLO = shutil.which("taplo", path=str(Path(sys.executable).parent))

GOOD = SKELETON.format(
    schema="deck.schema.json", file="x", id="x", title="X", cards=SAMPLES
)


def check(tmp_path: Path, text: str) -> tuple[int, str]:
    """Return the exit code and the report of taplo for a deck."""
    (tmp_path / "deck.schema.json").write_text(json.dumps(schema()))
    (tmp_path / "x.toml").write_text(text)
    assert TAPLO is not None
    ended = subprocess.run(
        [TAPLO, "check", "x.toml"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stderr


def test_the_shipped_schema_is_up_to_date():
    """If not, run `quizapp schema > content/deck.schema.json`."""
    shipped = json.loads((CONTENT / "deck.schema.json").read_text())
    assert shipped == json.loads(json.dumps(schema()))


@pytest.mark.slow
@pytest.mark.parametrize(
    "file", sorted(CONTENT.rglob("*.toml")), ids=lambda file: file.stem
)
def test_every_shipped_deck_names_the_schema_and_matches_it(file):
    """Its first line names it, from where the file is."""
    directive, place = file.read_text().splitlines()[0].split()
    assert directive == "#:schema"
    assert (file.parent / place).resolve() == CONTENT / "deck.schema.json"
    assert TAPLO is not None
    command = [TAPLO, "check", file.name]
    ended = subprocess.run(command, cwd=file.parent, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr.decode()


def test_a_new_deck_matches_the_schema_and_loads(tmp_path):
    """The skeleton is valid without changes."""
    code, report = check(tmp_path, GOOD)
    assert code == 0, report
    assert load_decks([tmp_path / "x.toml"]).problems == ()


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("explain =", "explian =", "'explian' was unexpected"),
        ('kind = "predict"', 'kind = "predcit"', "is not one of"),
        ('level = "screen" ', 'level = "easy" ', '"easy" is not one of'),
        ('ask = "y"', "ask = 3", 'type "string"'),
        ("format = 1", "format = 2", "1 was expected"),
        ("correct = true", 'correct = "yes"', 'type "boolean"'),
        ('prompt = "Dropout', 'promt = "Dropout', "'promt' was unexpected"),
    ],
)
def test_the_report_of_a_bad_deck_names_the_key(tmp_path, before, after, message):
    """Not as `not valid under any of the schemas`."""
    assert before in GOOD
    code, report = check(tmp_path, GOOD.replace(before, after, 1))
    assert code != 0
    assert message in report
    assert "under any of" not in report


EDITS = """\
#:schema ./deck.schema.json
format = 1
[deck]
extends = "dropout"
[[card]]
id = "inverted-scaling"
explain = "mine"
"""


def test_own_edits_match_the_schema(tmp_path):
    """Their cards need no more than an id."""
    assert check(tmp_path, EDITS)[0] == 0
    code, report = check(tmp_path, EDITS.replace("explain", "explian"))
    assert code == 1
    assert "'explian' was unexpected" in report
