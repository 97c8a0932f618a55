"""Prompts of the plain front end, and the help for each."""

from collections.abc import Iterable

from quizapp.core.basics.confidence import Confidence
from quizapp.core.session.phases import Revealed
from quizapp.plain import remarks

ANSWER_HELP = (
    """\
Type an answer and press Enter. An empty line reveals without one.
  :h  a hint          :u  undo the last step
  :-  not today       :@  suspend this card
  :q  quit            :?  this help
"""
    + remarks.REMARK_HELP
)

CODE_HELP = (
    """\
Type or paste code, then a line with a single dot. A dot alone gives up.
  :e  open your editor
  :h  a hint          :u  undo the last step
  :-  not today       :@  suspend this card
  :q  quit            :?  this help
"""
    + remarks.REMARK_HELP
)

ANSWER_PROMPT = "answer (:? for help)> "
CODE_PROMPT = "code (. ends it, :? for help)> "


def points(found: Iterable[int]) -> str:
    """Ask for the points the user made; Enter takes those that were found."""
    numbers = ", ".join(map(str, found))
    by_enter = f"Enter for {numbers}, or none" if numbers else "1, 3; Enter for none"
    return f"points you made ({by_enter})> "


POINTS_HELP = """\
Type the numbers of the points you made, 1, 3, or none. Enter takes the points whose
words are in your answer.
  :u  undo the last grade     :q  quit"""

WEIGH_HELP = """\
How sure are you? Type 1 to 4, or press Enter to skip.
  :u  back to the answer      :q  quit"""

GRADE_HELP = (
    """\
  w  I was right      r  run the snippet
  e  edit and run it  n  the same card with other numbers, not recorded
  f  after an open question: ask its follow-ups next
  u  undo             -  not today
  @  suspend this card
  q  quit without grading this card
"""
    + remarks.REMARK_HELP
)

AFTER_ANOTHER_DRAW = "not recorded. Enter: back to the grade, n: new numbers> "


def how_sure() -> str:
    """Return the prompt for the confidence, before the reveal."""
    steps = "  ".join(f"{step.value} {step.label}" for step in Confidence)
    return f"how sure? {steps} (Enter skips)> "


def numbers(revealed: Revealed) -> tuple[str, ...]:
    """Return the keys of the offered grades."""
    return tuple(str(grade.value) for grade in revealed.posed.offered)


def grade_help(revealed: Revealed) -> str:
    """Return what each grade means, and the other keys."""
    grades = [
        f"  {grade.value}  {grade.label}: {grade.meaning}"
        for grade in revealed.posed.offered
    ]
    return "\n".join(["Enter accepts the grade in [brackets].", *grades, GRADE_HELP])


def grade(revealed: Revealed) -> str:
    """Return the prompt for the grade; the suggested one is in brackets."""
    if revealed.posed.owed is not None:
        return AFTER_ANOTHER_DRAW
    grades = [
        f"[{grade.value} {label}]"
        if grade is revealed.suggested
        else f"{grade.value} {label}"
        for grade, label in revealed.labels().items()
    ]
    return f"grade: {'  '.join(grades)} (:? for help)> "
