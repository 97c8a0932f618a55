"""The interview as the user meets it: plan, practice, due and cram with a date."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from support.program import DECK, log_of, quizapp

pytestmark = pytest.mark.torch

GOOD = f"""{DECK}
[[card]]
id = "hard"
kind = "flashcard"
level = "screen"
prompt = "What is forgotten?"
answer = "This."
"""


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / "good.toml"
    file.write_text(GOOD)
    return file


def test_a_plan_is_printed_with_its_result(home, good):
    """Three cards fit into three weeks; planning creates no log."""
    ended = quizapp(home, "plan", good, "--until", "+21d")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[0].endswith("in 21 days: 3 cards")
    assert len(re.findall(r"^\w{3} \w{3} \d\d? +\d+ +\d+ +\d+", ended.out, re.M)) == 21
    assert "It fits in 20 minutes a day" in ended.out
    assert not (home / "quizapp" / "reviews.db").exists()


def test_a_plan_that_does_not_fit_says_what_would_help(home):
    """Exit 1: the shipped decks in a week of five minutes."""
    ended = quizapp(home, "plan", "--until", "+7d", "--minutes", "5")
    assert ended.code == 1
    assert re.search(r"does not fit in 5 minutes a day: \d+ cards will not", ended.out)
    assert re.search(r"\d+ minutes a day would be enough, or fewer cards", ended.out)


def test_a_plan_in_json_has_a_row_per_day_and_a_summary(home, good):
    """With the same numbers."""
    ended = quizapp(home, "plan", good, "--until", "+9d", "--minutes", "30", "--json")
    *days, last = ended.rows
    assert len(days) == 9
    assert set(days[0]) == {"day", "reviews", "new", "minutes", "available"}
    assert sum(day["new"] for day in days) == 3
    assert (last["feasible"], last["unbegun"], last["unseen"]) == (True, [], [])
    assert last["minutes_a_day"] == last["minutes_needed"] == 30
    assert 0.8 < last["readiness"] <= 1


def test_practice_follows_the_plan(home, good):
    """One new card of three today, in a session that says why."""
    words = ("practice", "--plain", good, "--until", "+21d")
    ended = quizapp(home, *words, typed="\n4\n.8\n4\n")
    assert "1 new card for today, about 1 min" in ended.out
    assert "--- 1, 1 left" in ended.out
    assert log_of(home, "card") == [("recall",)]
    again = quizapp(home, *words, typed="\n4\n.8\n4\n")
    assert "Done for today." in again.out
    assert log_of(home, "card") == [("recall",)]
    more = quizapp(home, *words, "--new", "2", typed=".8\n\n4\n:q\n")
    assert "| A small deck | numeric | phone screen" in more.out


def test_days_off_and_weekdays_of_the_settings_are_kept(home, good):
    """No card on a day off; practice works on one all the same, and says so."""
    words = (good, "--until", "+9d", "--json")
    today = quizapp(home, "plan", *words).rows[0]["day"]
    days = [date.fromisoformat(today) + timedelta(n) for n in range(9)]
    file = home / "quizapp" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    short = f"{days[3]:%a}".lower()
    file.write_text(
        f"minutes_per_day = {{ {short} = 7 }}\n"
        f'away = ["{days[0]}..{days[1]}", {days[8]}]\n'
    )
    *rows, last = quizapp(home, "plan", *words).rows
    given = [row["available"] for row in rows]
    assert given == [0, 0, 20, 7, 20, 20, 20, 20, 0]
    assert not any(row["new"] + row["reviews"] for row in rows if not row["available"])
    assert sum(row["new"] for row in rows) == 3
    assert (last["feasible"], last["extra_minutes"]) == (True, 0)
    plan = quizapp(home, "plan", good, "--until", "+9d").out
    assert plan.count("day off") == 3
    assert f"20 minutes a day (7 on {short.title()})" in plan
    practice = ("practice", "--plain", good, "--until", "+9d")
    ended = quizapp(home, *practice, typed=":q\n")
    assert "Today is a day off: all you study is extra" in ended.out
    assert "--- 1, 3 left" in ended.out


def test_another_rollover_counts_past_reviews_by_its_hour(home, good):
    """A review of now is of yesterday if the next day is still to begin."""
    quizapp(home, "practice", "--plain", good, typed="\n4\n:q\n")
    file = home / "quizapp" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    found = set()
    for hour in (0, 23):
        file.write_text(f"rollover = {hour}\n")
        rows = quizapp(home, "stats", "--json").rows
        found |= {row["date"] for row in rows if row["section"] == "day"}
    assert len(found) == (1 if datetime.now(UTC).hour == 23 else 2)


def test_due_shows_the_interview_in_the_config(home, good):
    """The days left and today's share; nothing once it has passed."""
    file = home / "quizapp" / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    day = (datetime.now(UTC) + timedelta(days=30)).date()
    file.write_text(f"interview = {day}\nminutes_per_day = 600\n")
    ended = quizapp(home, "due", "--decks", good)
    assert re.search(r"^Interview in (29|30|31) days \(", ended.out, re.M)
    last = quizapp(home, "due", "--json", "--decks", good).rows[-1]
    assert last["plan"]["interview"] == str(day)
    assert last["plan"]["feasible"]
    file.write_text("interview = 2020-01-01\n")
    assert "interview" not in quizapp(home, "due").out
    passed = quizapp(home, "plan")
    assert passed.code == 2
    assert "the interview of 2020-01-01 is not in the future" in passed.err


def test_cramming_before_an_interview_begins_with_the_least_known(home, good):
    """The card that was failed comes before those that were easy."""
    words = ("practice", "--plain", good, "--no-confidence")
    quizapp(home, *words, "--grades", "4", typed="\n4\n.8\n4\n\n1\n:q\n")
    ended = quizapp(home, *words, "--cram", "--until", "+5d", typed=":q\n")
    (first,) = ended.out.split("--- ")[1:]
    assert first.startswith("1, 3 left | A small deck | flashcard | phone screen")
    assert "What is forgotten?" in first


def test_suspended_cards_are_not_due(home, good):
    """`due` and `decks` leave them out, as the home screen does."""
    quizapp(home, "suspend", "small/recall", "--decks", good)
    due = {
        row.get("deck"): row
        for row in quizapp(home, "due", "--decks", good, "--json").rows
    }
    decks = {
        row["deck"]: row
        for row in quizapp(home, "decks", "--decks", good, "--json").rows
    }
    assert due["small"]["new"] == decks["small"]["new"] == 2
