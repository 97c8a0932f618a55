"""The footer of the interview screen: which keys work in which phase."""

from quizapp.core.interview.phases import (
    Answering,
    Checking,
    Ended,
    InterviewPhase,
    Paused,
    Rating,
    Ticking,
    WritingCode,
)
from quizapp.tui.keys.footers import FooterKeys

INTERVIEW_WORDS: FooterKeys = (
    ("interview.submit", "submit, or said it aloud"),
    ("interview.skip", "I don't know"),
    ("interview.pause", "pause"),
    ("interview.leave", "end"),
)
"""Keys while an answer in free words is typed or spoken."""

INTERVIEW_RATING: FooterKeys = (
    (
        "interview.guess interview.unsure interview.fairly-sure interview.certain",
        "how sure",
    ),
    ("interview.accept", "skip"),
    ("interview.leave", "end"),
)

INTERVIEW_TICKING: FooterKeys = (
    ("ticks.tick", "tick"),
    ("ticks.answer", "accept"),
    ("interview.no-ticks", "skip ticking"),
)


def in_interview(phase: InterviewPhase, answering: FooterKeys) -> FooterKeys:
    """Return the keys of an interview's phase; `answering` are those of an answer."""
    match phase:
        case Answering() | WritingCode():
            skips = INTERVIEW_WORDS[1:]
            own = tuple(key for key in answering if not key[0].startswith("study."))
            return (*own, *skips) if own else INTERVIEW_WORDS
        case Rating():
            return INTERVIEW_RATING
        case Ticking():
            return INTERVIEW_TICKING
        case Paused():
            return (("interview.accept", "go on"), ("interview.leave", "end"))
        case Checking() | Ended():
            return ()
