"""`quizapp doctor` in a process."""

import re

import pytest

from support.program import OWN_ZYGOTE, quizapp

pytestmark = pytest.mark.torch


@pytest.mark.slow
def test_doctor_checks_everything_even_after_a_failure(home, tmp_path):
    """Versions, folders, snippets and protection are shown; a bad log is exit 3."""
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    ended = quizapp(home, "doctor", "--json", "--home", in_the_way, **OWN_ZYGOTE)
    findings = {row["topic"]: row for row in ended.rows}
    assert ended.code == 3
    assert {"versions", "config", "decks", "snippets", "protection"} <= set(findings)
    assert findings["snippets"]["ok"]
    assert not findings["disk"]["ok"]
    assert "choose a folder you can write to with --home" in findings["disk"]["text"]


def test_doctor_in_lines_names_the_folders(home):
    """Users ask for the places of log and settings most often."""
    out = quizapp(home, "doctor").out
    assert re.search(r"^ok  versions +quizapp \S+, torch \S+, Python \S+$", out, re.M)
    assert re.search(rf"^ok  config +{home}/quizapp/config.toml$", out, re.M)
    assert re.search(rf"^ok  data +{home}/quizapp$", out, re.M)
    assert "ok  snippets" in out
