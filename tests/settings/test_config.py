"""Settings come from flags, environment and file; mistakes are reported."""

import re
from datetime import date
from pathlib import Path

import pytest

from quizapp.core.basics.study_time import StudyTime
from quizapp.errors import QuizError, UsageError
from quizapp.settings.config import Config, Flags, defaults, load_config
from quizapp.settings.opinion_program import OpinionProgram
from quizapp.tui.keys import keys
from support.paths import ROOT


def configured(home: Path, text: str, **flags) -> Config:
    """Load a config file with this text."""
    (home / "config.toml").write_text(text)
    return load_config({}, Flags(home=home, **flags))


def test_without_a_file_there_are_defaults(tmp_path):
    """Nothing has to be configured."""
    config = load_config({}, Flags(home=tmp_path))
    assert (config.new_per_day, config.retention, config.theme) == (20, 0.9, "dark")


def test_a_home_folder_has_everything(tmp_path):
    """By flag or by QUIZAPP_HOME; the flag wins."""
    by_environment = load_config({"QUIZAPP_HOME": str(tmp_path)}, Flags())
    assert by_environment.log == tmp_path / "reviews.db"
    both = load_config({"QUIZAPP_HOME": "/elsewhere"}, Flags(home=tmp_path))
    assert both == by_environment


def test_how_sure_is_asked_and_four_grades_are_offered_by_default(tmp_path):
    """The file changes that, and a flag overrides the file."""
    config = load_config({}, Flags(home=tmp_path))
    assert (config.confidence, config.grades) == (True, 4)
    text = "confidence = false\ngrades = 2"
    config = configured(tmp_path, text)
    assert (config.confidence, config.grades) == (False, 2)
    config = configured(tmp_path, text, grades=4)
    assert (config.confidence, config.grades) == (False, 4)
    with pytest.raises(UsageError) as caught:
        configured(tmp_path, "confidence = 1\ngrades = 3")
    assert "'confidence' must be true or false" in str(caught.value)
    assert "'grades' must be 2 or 4" in str(caught.value)


def test_without_a_home_the_platform_folders_are_used(tmp_path, monkeypatch):
    """XDG folders on Linux."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    config = load_config({}, Flags())
    assert config.log == tmp_path / "data" / "quizapp" / "reviews.db"
    assert config.config_file == tmp_path / "config" / "quizapp" / "config.toml"


def test_a_flag_overrides_the_file(tmp_path):
    """It is for this command only."""
    config = configured(tmp_path, "new_per_day = 5\nlimit = 9", new_per_day=7)
    assert (config.new_per_day, config.limit) == (7, 9)


def test_deck_paths_of_the_file_are_relative_to_it_and_join_those_of_the_flags(
    tmp_path,
):
    """A config folder can be moved as a whole."""
    config = configured(tmp_path, 'decks = ["mine", "/all"]', decks=(Path("x.toml"),))
    assert config.decks == (tmp_path / "mine", Path("/all"), Path("x.toml"))


def test_all_mistakes_are_reported_at_once_with_suggestions(tmp_path):
    """Unknown keys, wrong types, values out of range."""
    text = 'new_per_dya = 5\nretention = 2.0\ntheme = "pink"\nlimit = "9"'
    with pytest.raises(UsageError) as caught:
        configured(tmp_path, text)
    message = str(caught.value)
    assert "unknown key 'new_per_dya' (did you mean 'new_per_day'?)" in message
    assert "'retention' must be a number from 0.7 to 0.99" in message
    assert '\'theme\' must be "dark" or "light"' in message
    assert "'limit' must be a whole number" in message


def test_topics_are_names_and_none_may_be_empty(tmp_path):
    """None means that nobody chose; an empty list is everything."""
    assert configured(tmp_path, "").topics is None
    assert configured(tmp_path, "topics = []").topics == ()
    assert configured(tmp_path, 'topics = ["A", " A "]').topics == ("A",)
    with pytest.raises(UsageError, match="'topics' must be a list of topics"):
        configured(tmp_path, 'topics = ["A", ""]')


def test_a_mistyped_theme_is_suggested(tmp_path):
    """Textual's too."""
    with pytest.raises(UsageError, match="did you mean 'catppuccin-mocha'"):
        configured(tmp_path, 'theme = "catpuccin-moka"')


def test_a_syntax_error_is_reported_with_its_place(tmp_path):
    """file:line:col."""
    with pytest.raises(UsageError, match=r"config\.toml:2:\d+:"):
        configured(tmp_path, 'theme = "dark"\nlimit = ')


def test_a_file_that_is_not_utf8_is_reported(tmp_path):
    """With the position of the byte."""
    (tmp_path / "config.toml").write_bytes(b'theme = "\xff"')
    with pytest.raises(UsageError, match="not UTF-8 at byte 9"):
        load_config({}, Flags(home=tmp_path))


def test_a_folder_in_place_of_the_file_is_reported(tmp_path):
    """It cannot be read."""
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(QuizError, match="cannot read"):
        load_config({}, Flags(home=tmp_path))


def test_keys_may_be_named_with_a_screen_and_in_tables(tmp_path):
    """`study.hint`, quoted or dotted, is one name."""
    text = '[keys]\nundo = "z"\nstudy.hint = "f1"\n"study.run" = "x"'
    keys = {"undo": "z", "study.hint": "f1", "study.run": "x"}
    assert configured(tmp_path, text).keys == keys
    for wrong in ("keys = 3", "[keys]\nundo = 1", "keys.study.undo = []"):
        with pytest.raises(
            UsageError, match='\'keys\' must be "vim", "azerty", or a table'
        ):
            configured(tmp_path, wrong)


def test_an_interview_is_a_date_with_minutes_a_day(tmp_path):
    """Without quotes, as TOML has it; new cards may be mixed in, reviews limited."""
    text = "interview = 2026-12-15\nminutes_per_day = 30\nnew_order = 'mixed'\n"
    config = configured(tmp_path, text + "reviews_per_day = 50")
    assert (config.interview, config.minutes_per_day) == (date(2026, 12, 15), 30)
    assert (config.new_order, config.reviews_per_day) == ("mixed", 50)


def test_wrong_dates_and_times_are_reported(tmp_path):
    """All in one message."""
    text = "interview = 2026-12-15T09:00:00\nminutes_per_day = 0\nnew_order = 'first'"
    with pytest.raises(UsageError) as caught:
        configured(tmp_path, text)
    message = str(caught.value)
    assert "'interview' must be a date such as 2026-12-15" in message
    assert "'minutes_per_day' must be a number from 1 to 1440" in message
    assert '\'new_order\' must be "after" or "mixed"' in message


def test_minutes_may_be_given_by_weekday_and_days_off_as_ranges(tmp_path):
    """Dates may have quotes or not; a weekday that is not named has twenty minutes."""
    config = configured(
        tmp_path,
        "minutes_per_day = { mon = 30, sat = 60, sun = 0 }\nrollover = 6\n"
        'away = [2026-12-24, "2026-12-25", "2026-12-27..2026-12-30"]',
    )
    assert config.study_time.week == (30, 20, 20, 20, 20, 60, 0)
    assert config.away == ("2026-12-24..2026-12-25", "2026-12-27..2026-12-30")
    assert len(config.study_time.away) == 6
    assert config.rollover == 6


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("minutes_per_day = {}", None),
        ("minutes_per_day = { mo = 3 }", "'minutes_per_day' must be a table of mon, "),
        ("minutes_per_day = { mon = -1 }", "a number from 0 to 1440 for 'mon'"),
        ("minutes_per_day = { mon = true }", "a number from 0 to 1440 for 'mon'"),
        (
            "minutes_per_day = { mon=0, tue=0, wed=0, thu=0, fri=0, sat=0, sun=0 }",
            "at least one study day",
        ),
        ("away = '2026-12-24'", "'away' must be a list of dates and ranges"),
        ("away = [2026-12-24T10:00:00]", "'away' must be a list of dates and ranges"),
        ("away = ['2026-12-32']", "; '2026-12-32' is not a date"),
        ("rollover = 24", "'rollover' must be a whole hour from 0 to 23"),
        ("rollover = 4.0", "'rollover' must be a whole hour from 0 to 23"),
    ],
)
def test_wrong_study_times_are_reported_with_what_is_allowed(tmp_path, text, message):
    """An empty table is none: every weekday has the default."""
    if message is None:
        assert configured(tmp_path, text).study_time == StudyTime()
        return
    with pytest.raises(UsageError) as caught:
        configured(tmp_path, text)
    assert message in str(caught.value)


def test_a_second_opinion_is_a_command_without_a_shell(tmp_path):
    """Only the home folder is filled in; each answer has 30 seconds."""
    text = '[second_opinion]\ncommand = ["~/opinion", "$HOME", "a b"]\n'
    program = configured(tmp_path, text).second_opinion
    own = str(Path("~/opinion").expanduser())
    assert program == OpinionProgram((own, "$HOME", "a b"), 30.0)
    assert configured(tmp_path, "").second_opinion is None


@pytest.mark.parametrize(
    "rows",
    [
        "second_opinion = 'opinion'",
        "[second_opinion]",
        "[second_opinion]\ncommand = 'opinion'",
        "[second_opinion]\ncommand = []",
        "[second_opinion]\ncommand = ['a', '']",
        "[second_opinion]\ncommand = ['a']\nseconds = 0",
        "[second_opinion]\ncommand = ['a']\nshell = true",
    ],
)
def test_another_form_of_a_second_opinion_is_reported(tmp_path, rows):
    """With an example."""
    with pytest.raises(UsageError, match="'second_opinion' must be a table such as"):
        configured(tmp_path, rows)


def test_the_page_on_settings_names_every_setting_and_key():
    """In its two tables."""
    page = (ROOT / "quizapp" / "settings" / "README.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \|(.+)\|$", page, re.M))
    assert defaults().keys() - {"keys"} <= rows.keys()
    for name in keys.ALL_KEYS:
        screen, _, action = name.partition(".")
        assert action in re.split(r"[ `]", rows[screen])
