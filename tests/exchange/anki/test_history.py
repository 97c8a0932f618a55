"""Which rows of Anki's history count, and on which study day."""

from datetime import UTC, datetime, timedelta

import pytest

from quizapp.core.basics.grade import Grade
from quizapp.core.basics.moment import Moment
from quizapp.exchange.anki.history import clock_of
from quizapp.exchange.imported import Imported, ImportedReset, ImportedReview
from quizapp.store.rows import is_plausible
from support.anki_packages import NOW, card, collection, note, package, read

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LEARN, REVIEW, RELEARN, FILTERED, MANUAL, RESCHEDULED = range(6)


def at(days: float, hour: int = 12) -> int:
    """Return the milliseconds of a time, days before now."""
    when = NOW.at.replace(hour=hour) - timedelta(days=days)
    return (when - EPOCH) // timedelta(milliseconds=1)


def row(id_: int, kind: int, ease: int = 3, *, ivl: int = 1, factor: int = 2500):
    """Return a row of the history of the first card."""
    return id_, 100, ease, ivl, factor, 4200, kind


@pytest.fixture
def imported(tmp_path):
    def read_rows(*rows: tuple[int, ...], now: Moment = NOW, **how: object) -> Imported:
        data = collection(notes=[note(1, "a", "b")], reviews=rows, **how)  # type: ignore[arg-type]
        return read(package(tmp_path / "a.apkg", data), now=now)

    return read_rows


def steps(imported: Imported) -> list[str]:
    """Return what happened, in short."""
    return [
        "reset" if isinstance(event, ImportedReset) else event.grade.label
        for event in imported.history
    ]


def test_a_review_is_what_anki_logged(imported):
    (event,) = imported(row(at(3), LEARN, 4)).history
    assert isinstance(event, ImportedReview)
    assert (event.number, event.grade, event.seconds) == (at(3), Grade.EASY, 4.2)
    assert event.moment.at == NOW.at - timedelta(days=3)


def test_cramming_and_due_dates_set_by_hand_are_left_out_and_counted(imported):
    found = imported(
        row(at(9), LEARN),
        row(at(8), FILTERED, factor=0),
        row(at(7), FILTERED, 1),
        row(at(6), MANUAL, 0),
        row(at(5), RESCHEDULED, 0),
        row(at(4), REVIEW, 2),
    )
    assert steps(found) == ["Good", "Again", "Hard"]
    assert set(found.remarks) == {
        "1 review skipped: crammed without rescheduling",
        "2 due dates skipped: set by hand or moved by Anki",
    }


def test_a_reset_is_one(imported):
    found = imported(
        row(at(9), LEARN), row(at(8), MANUAL, 0, factor=0), row(at(1), LEARN)
    )
    assert steps(found) == ["Good", "reset", "Good"]


def test_a_reset_that_anki_did_not_log_is_found(imported):
    """A card that is learned again was made new."""
    found = imported(row(at(9), LEARN), row(at(8), REVIEW), row(at(2), LEARN, 1))
    assert steps(found) == ["Good", "Good", "reset", "Again"]


def test_a_history_that_begins_in_the_middle_is_named(imported):
    found = imported(
        row(at(9), RELEARN, ivl=-600), row(at(8), REVIEW), row(at(2), REVIEW)
    )
    assert steps(found) == ["Good", "reset", "Good", "Good"]
    assert found.remarks == (
        "1 card without a first review: Anki guesses their memory",
    )


def test_the_three_buttons_of_an_old_scheduler_are_those_of_today(imported):
    """A review had four also then."""
    found = imported(
        row(at(9), LEARN, 1),
        row(at(8), LEARN, 2),
        row(at(7), LEARN, 3),
        row(at(6), REVIEW, 3),
        row(at(5), REVIEW, 1),
        row(at(4), RELEARN, 2),
        settings={"schedVer": 1},
    )
    assert steps(found) == ["Again", "Good", "Easy", "Good", "Again", "Good"]


def test_reviews_without_a_memory_in_anki_have_none_here(imported):
    assert steps(imported(row(at(9), RELEARN, ivl=-600))) == ["Good", "reset"]


@pytest.mark.parametrize("ease", [-1, 5, 255])
def test_an_impossible_grade_is_left_out(ease, imported):
    found = imported(row(at(9), LEARN), row(at(8), REVIEW, ease))
    assert steps(found) == ["Good"]
    assert found.remarks == ("1 row of the history skipped: impossible values",)


@pytest.mark.parametrize("id_", [at(-1.5), 2**53, 2**62, -5, 0, 7])
def test_an_impossible_time_is_left_out(id_, imported):
    found = imported(row(at(9), LEARN), row(id_, REVIEW))
    assert steps(found) == ["Good"]
    assert len(found.remarks) == 1


@pytest.mark.parametrize("value", ["x", b"x", None, 2.5, float("inf")])
def test_a_value_of_another_type_is_no_crash(value, imported):
    found = imported(row(at(9), LEARN), (at(8), 100, 3, value, 2500, 4200, 1))
    assert steps(found)[0] == "Good"


def test_reviews_of_cards_that_are_not_taken_are_counted(tmp_path):
    rows = [row(at(2), LEARN), (at(1), 7, 3, 1, 2500, 10, 0)]
    data = collection(notes=[note(1, "a", "b")], cards=[card(1)], reviews=rows)
    found = read(package(tmp_path / "a.apkg", data))
    assert steps(found) == ["Good"]
    assert found.remarks == ("1 review skipped: of cards that were skipped",)


def test_without_history_none_is_read(tmp_path):
    data = collection(notes=[note(1, "a", "b")], reviews=[row(at(2), LEARN)])
    assert read(package(tmp_path / "a.apkg", data), history=False).history == ()


@pytest.mark.parametrize(
    ("settings", "rollover", "hour", "is_same_day"),
    [
        ({}, 4, 2, False),  # 02:00 UTC is 03:00 here, before Anki's 04:00
        ({}, 4, 3, True),
        ({"rollover": 0}, 4, 2, True),
        ({"rollover": 6}, 4, 4, False),
        ({"rollover": 6}, 0, 5, True),
        ({"localOffset": -180}, 4, 1, True),  # 01:00 UTC is 04:00 there
        ({"localOffset": 300}, 4, 8, False),  # 08:00 UTC is 03:00 there
        ({"localOffset": "x", "rollover": 99}, 4, 3, True),
    ],
)
def test_the_study_day_is_the_one_that_anki_counted(
    settings, rollover, hour, is_same_day, imported
):
    """By its zone and rollover, whatever the user's are."""
    now = Moment(NOW.at, NOW.offset, timedelta(hours=rollover))
    found = imported(row(at(5, hour), LEARN), now=now, settings=settings)
    noon = clock_of(settings, now).moment(at(5, 12)).day
    assert (found.history[0].moment.day == noon) is is_same_day


@pytest.mark.parametrize(("west", "rollover"), [(720, 23), (-840, 0), (1440, 23)])
def test_no_clock_of_a_collection_is_farther_than_a_log_can_hold(west, rollover):
    """Else its reviews would be written and never be read."""
    settings = {"localOffset": west, "rollover": rollover}
    for hour in range(24):
        now = Moment(NOW.at, NOW.offset, timedelta(hours=hour))
        offset = clock_of(settings, now).moment(at(3)).offset
        assert is_plausible(at(3) * 1000, int(offset.total_seconds()))
