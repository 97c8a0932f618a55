"""The plain front end for code cards, open cards and exploring."""

from collections.abc import Callable, Iterator

from quizapp.core.cards.card import Modify
from quizapp.core.judging.rubric import Point
from quizapp.core.kinds.open import Open
from quizapp.core.kinds.predict import Predict
from quizapp.core.runs.outcome import Output, TimedOut
from quizapp.core.scheduling.review import Reviewed
from quizapp.plain.session import PlainSession
from support.cards import (
    BROKEN,
    HALVED,
    card,
    dropout_card,
    fix_card,
    implement_card,
    open_card,
)
from support.fakes import FakeLog, FakeRunner
from support.outcomes import executed
from support.workspaces import study


def practice(
    *lines: str,
    cards=(fix_card(),),
    edit: Callable[[str], str] | None = None,
    runner: FakeRunner | None = None,
    log: FakeLog | None = None,
) -> str:
    """Type these lines, then close the input; return everything that was said."""
    said: list[str] = []
    typed: Iterator[str] = iter(lines)

    def ask(prompt: str) -> str | None:
        said.append(prompt)
        return next(typed, None)

    session = study(*cards, runner=runner or FakeRunner(executed), log=log)
    PlainSession(session, ask, said.append, edit=edit).practice()
    return "\n".join(said)


def test_code_is_shown_numbered_and_read_until_a_lone_dot():
    """Blank lines are part of it."""
    log = FakeLog()
    text = practice("", *HALVED.splitlines(), "", "half(1)", ".", "", log=log)
    assert "    2 |     return x" in text
    assert "✓ Correct" in text
    assert "✓ half(0) == 0" in text
    (event,) = log.rows
    assert isinstance(event, Reviewed)
    assert event.response == f"\n{HALVED}\nhalf(1)"


def test_a_failing_check_is_shown_with_its_values_and_lines():
    """Passing ones too; then comes the difference to the solution."""
    text = practice("def half(x):", "    return y", ".")
    assert "✗ halves (line 2): NameError: name 'y' is not defined" in text
    assert "      2 | return y" in text
    assert "- your code, + the solution:" in text
    assert "    def half(x):\n  -     return y\n  +     return x / 2" in text


def test_a_dot_alone_gives_up():
    """It is wrong, and shows the solution."""
    text = practice(".", cards=(implement_card(),))
    assert "✗ Wrong\n  you gave up" in text
    assert "return x / 2" in text


def test_code_can_be_written_in_the_users_editor():
    """It begins with the card's code."""
    edited = []

    def edit(code: str) -> str:
        edited.append(code)
        return HALVED

    assert "✓ Correct" in practice(":e", edit=edit)
    assert edited == [BROKEN.strip()]


def test_code_whose_run_was_cut_short_is_kept_for_the_editor():
    """The next `:e` begins with it."""
    edited = []

    def edit(code: str) -> str:
        edited.append(code)
        return f"{code}  # again"

    runner = FakeRunner(lambda _: TimedOut(Output(), 3.0))
    text = practice("while True:", "    pass", ".", ":e", edit=edit, runner=runner)
    assert "no result: stopped after 3.0 s" in text
    assert "Your code is kept. :e edits it" in text
    assert edited == ["while True:\n    pass"]


def test_code_that_was_not_changed_is_not_submitted():
    """The user changed nothing, or no editor could be started."""
    text = practice(":e", ":q", edit=lambda code: f"{code}\n")
    assert "Nothing was changed" in text
    assert "partly" not in text


def test_without_an_editor_the_message_says_how_to_set_one():
    """Nothing else happens."""
    assert "Set VISUAL or EDITOR" in practice(":e", ":q")


def test_commands_and_help_work_before_code():
    """A hint, and the words for code."""
    text = practice(":?", ":h", ":q", cards=(fix_card(hints=("Divide.",)),))
    assert "a line with a single dot" in text
    assert "hint: Divide." in text


def test_the_points_are_shown_once_the_user_has_committed():
    """Then the numbers are read, and the follow-ups asked."""
    before = practice(":q", cards=(open_card(),))
    assert "the second" not in before
    text = practice("It makes noise.", "9", "1 2", "", cards=(open_card(),))
    assert "  2. the second" in text
    assert "cannot read the answer: give point numbers from 1 to 3" in text
    assert "◐ Partly right, 75%\n  add next time: the third" in text
    assert "follow-up: And then?" in text


def test_no_point_is_an_empty_line():
    """Wrong, with every point to add."""
    assert "✗ Wrong\n  add next time: the first" in practice(
        "", "", cards=(open_card(),)
    )


def test_exploring_shows_before_and_now():
    """With the goal; nothing is recorded."""
    log = FakeLog()
    modify = Modify("Make `y` even.", "assert y % 2 == 0, 'even'")
    predict = card("p", Predict(ask="y"), snippet="y = 3", modify=modify)
    text = practice("3", "e", "q", cards=(predict,), edit=lambda _: "y = 4", log=log)
    assert "try this with e: Make `y` even." in text
    before, now = text.partition("before:")[2].split("now:")
    assert "value: 3" in before
    assert "✗ even: failed: y % 2 == 0; y % 2 = 1" in before
    assert "value: 4" in now
    assert "✓ even" in now
    assert log.rows == []


def test_exploring_needs_code_and_an_editor():
    """Each has a message."""
    assert "This card has no code" in practice("", "e", cards=(card(),))
    predict = dropout_card()
    text = practice("[1, 0, 3]", "e", cards=(predict,), runner=FakeRunner())
    assert "Set VISUAL or EDITOR" in text


def test_no_escape_sequence_of_code_reaches_the_terminal():
    """Not from the user's code, nor from values, labels or points."""
    evil = "\x1b]52;c;ZXZpbA==\x07\x9b2J\u202e"
    code = [f"def half(x):  # {evil}", f"    raise KeyError('{evil}')", "."]
    text = practice(*code, "e", cards=(fix_card(),), edit=lambda _: f"print('{evil}')")
    points = (Point(evil),)
    text += practice("", "", cards=(card("o", Open(evil, points, evil)),))
    assert not set(text) & {"\x1b", "\x07", "\x9b", "\u202e"}
