"""`quizapp topics`, and the setting that chooses some of them, in a process."""

from pathlib import Path

import pytest

from support.program import HEAD, RECALL, quizapp

pytestmark = pytest.mark.torch


@pytest.fixture
def two(home: Path, tmp_path: Path) -> Path:
    """A folder with decks of two topics, of which the settings choose one."""
    folder = tmp_path / "decks"
    folder.mkdir()
    for topic in ("Alpha", "Beta"):
        name = topic.lower()
        (folder / f"{name}.toml").write_text(
            HEAD.replace("small", f"my-{name}")
            .replace("A my-", "About my-")
            .replace("Testing", topic)
            + RECALL
        )
    chosen(home, folder, "beta")
    return folder


def chosen(home: Path, folder: Path, *topics: str) -> None:
    """Write the settings."""
    file = home / "quizapp" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'topics = {list(topics)}\ndecks = ["{folder}"]\n')


def test_topics_are_listed_with_their_decks_and_cards(home, two):
    """Also those that are left out."""
    rows = {row["topic"]: row for row in quizapp(home, "topics", "--json").rows}
    assert rows["Beta"] == {
        "topic": "Beta",
        "decks": 1,
        "cards": 1,
        "ready": 0.0,
        "due": 0,
        "new": 1,
        "wanted": True,
    }
    assert not rows["Regularization"]["wanted"]
    ended = quizapp(home, "topics")
    assert ended.code == 0
    (line,) = (line for line in ended.out.splitlines() if line.startswith("Alpha"))
    assert line.split() == [
        *("Alpha", "1", "deck", "1", "card", "0%", "ready", "0", "due", "1", "new"),
        *("left", "out"),
    ]


def test_due_and_practice_keep_to_the_topics_that_were_chosen(home, two):
    """A deck of another topic is studied by naming it."""
    ended = quizapp(home, "due")
    assert ended.out.startswith("my-beta ")
    assert len(ended.out.splitlines()) == 2
    asked = quizapp(home, "practice", "--plain", typed=":q\n").out
    assert "About my-beta deck" in asked
    asked = quizapp(home, "practice", "--plain", "my-alpha", typed=":q\n").out
    assert "About my-alpha deck" in asked


def test_a_topic_that_no_deck_has_is_reported(home, two):
    """And everything is studied, if there is no other."""
    chosen(home, two, "Betta")
    ended = quizapp(home, "practice", "--plain", "my-beta", typed=":q\n")
    assert "no deck has the topic 'Betta' of your settings" in ended.out
    assert "did you mean 'Beta'?" in ended.out


def test_stats_and_sheets_keep_to_the_topics_that_were_chosen(home, two):
    """As home and practice do; naming another deck shows it."""
    quizapp(home, "practice", "--plain", "my-alpha", typed="x\n1\n:q\n")
    rows = quizapp(home, "stats", "--json").rows
    assert [row["name"] for row in rows if row["section"] == "topic"] == ["Beta"]
    assert rows[0]["unloaded"] == 0
    named = quizapp(home, "stats", "my-alpha", "--json").rows
    assert [row["name"] for row in named if row["section"] == "topic"] == ["Alpha"]
    assert "About my-beta" in quizapp(home, "sheet").out.splitlines()[0]
