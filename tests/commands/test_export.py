"""`quizapp export`: a file for another program, and what is to be known about it."""

import zipfile
from pathlib import Path

import pytest

from support.program import DECK, TORCH_DECK, quizapp


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "small.toml"
    path.write_text(DECK, encoding="utf-8")
    return path


def test_a_deck_becomes_an_anki_package(tmp_path, deck):
    file = tmp_path / "small.apkg"
    ended = quizapp(tmp_path, "export", file, deck)
    assert ended.code == 0
    assert "not duplicated" in ended.out
    assert "wrote 2 cards" in ended.out
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["meta", "collection.anki21", "media"]


@pytest.mark.slow
def test_what_to_choose_in_anki_is_said_where_people_meet_it(tmp_path, deck):
    graded = quizapp(tmp_path, "practice", deck, "--plain", typed="\n3\n\n3\n")
    assert graded.code == 0
    ended = quizapp(tmp_path, "export", tmp_path / "all.apkg", "--history", deck)
    assert "“Import any learning progress”: it is off by default" in ended.out
    assert "“Import any deck presets”" in ended.out
    assert "Anki imports no reviews for them" in ended.out
    whole = quizapp(tmp_path, "export", tmp_path / "all.colpkg", deck, "--history")
    assert "replaces everything" in whole.out


@pytest.mark.slow
@pytest.mark.torch
def test_an_answer_that_only_a_run_gives_is_in_the_file(tmp_path):
    deck, file = tmp_path / "torch.toml", tmp_path / "torch.apkg"
    deck.write_text(TORCH_DECK, encoding="utf-8")
    quizapp(tmp_path, "approve", deck, typed="yes\n")
    assert quizapp(tmp_path, "export", file, deck).code == 0
    with zipfile.ZipFile(file) as archive:
        assert b"[1.25, 0.0, 3.75]" in archive.read("collection.anki21")


def test_a_full_disk_or_a_missing_folder_is_one_line(tmp_path, deck):
    ended = quizapp(tmp_path, "export", tmp_path / "no" / "small.apkg", deck)
    assert ended.code != 0
    assert len(ended.err.splitlines()) == 1
