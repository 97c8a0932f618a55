"""Interview in words: clocks, questions and answers of a mock interview.

Text from decks and users is not sanitized here, but where it is shown.
"""

from collections.abc import Iterator
from datetime import UTC

from quizapp.core.basics.english import quantity
from quizapp.core.basics.moment import Moment
from quizapp.core.cards.card import Level
from quizapp.core.interview.debrief import DebriefEntry
from quizapp.core.interview.endings import (
    AllAsked,
    Interrupted,
    InterviewEnding,
    Left,
    OutOfTime,
)
from quizapp.core.interview.facts import Asked, Manner, Role
from quizapp.core.interview.opinion import NoOpinion, OpinionRequest
from quizapp.core.interview.phases import (
    Answering,
    InterviewPhase,
    Paused,
    Watch,
    WritingCode,
)
from quizapp.core.interview.record import AnswerRecord, InterviewRecord
from quizapp.wording.session import verdict_words

TIME_OVER = "The time for this question is over. Finish your thought; you may go on."
"""Said once a question."""

_ROLES = {Role.LEAD: "new topic", Role.FOLLOW_UP: "follow-up", Role.CODE: "code"}


def clock_time(seconds: float) -> str:
    """Return a time as a clock shows it: 0:07, 12:30, 1:02:03."""
    whole = max(0, round(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def question_heading(asked: Asked) -> str:
    """Return a question's number and what it is for."""
    return f"Question {asked.number}  ·  {_ROLES[asked.role]}"


def question_clock(seconds: float, given: float) -> str:
    """Return the time used of the time given, or by how much it is over."""
    if seconds > given:
        return f"{clock_time(seconds - given)} over"
    return f"{clock_time(seconds)} of {clock_time(given)}"


def whole_clock(elapsed: float, minutes: float) -> str:
    """Return how much of the interview is left."""
    left = minutes * 60 - elapsed
    return f"{clock_time(left)} left" if left > 0 else "the last question"


def question_head(asked: Asked, elapsed: float, minutes: float) -> str:
    """Return the head of a question: what it is for, and the two clocks."""
    left = whole_clock(elapsed, minutes)
    about = f"Question {asked.number}, {_ROLES[asked.role]}."
    return f"{about} {clock_time(asked.given)} for this one, {left}."


def both_clocks(watch: Watch, asked: Asked, now: Moment, minutes: float) -> str:
    """Say how much time is used of a question, and left of the interview."""
    used = question_clock(watch.seconds(now), asked.given)
    left = whole_clock(watch.total(now), minutes)
    return f"This question: {used}. The interview: {left}."


def local_time(moment: Moment) -> str:
    """Return a moment as the user's clock showed it, to the minute."""
    return f"{moment.at.astimezone(UTC) + moment.offset:%Y-%m-%d %H:%M}"


def interruption_in_words(record: InterviewRecord) -> str:
    """Say which interview was interrupted, and where."""
    answers = quantity(len(record.answers), "answer")
    minutes = record.begun.options.minutes
    return (
        f"An interview of {local_time(record.begun.moment)} was interrupted after"
        f" {answers}, {whole_clock(record.elapsed, minutes)}:"
        f" {interview_in_a_line(record)}."
    )


def phase_heading(phase: InterviewPhase) -> str:
    """Return the heading of the question that a phase is about."""
    match phase:
        case Answering(question=question) | WritingCode(question=question):
            return question_heading(question.asked)
        case Paused(before=before):
            return question_heading(before.question.asked)
        case _:
            return "Mock interview"


def ending_in_words(ending: InterviewEnding) -> str:
    """Say why there are no more questions."""
    match ending:
        case OutOfTime():
            return "The time is up."
        case AllAsked():
            return "All questions were asked."
        case Left():
            return "You ended the interview."
        case Interrupted():
            return "The interview was interrupted."


def interview_in_a_line(record: InterviewRecord) -> str:
    """Return what an interview was about: the choice, its level and its length."""
    options = record.begun.options
    what = ", ".join(options.what) or "all decks"
    return f"{what}  ·  {_level(options.level)}  ·  {options.minutes:g} min"


def _level(value: str) -> str:
    """Return a level for people; one that only a newer quizapp knows stays as it is."""
    return {level.value: level.label for level in Level}.get(value, value)


def answer_facts(answer: AnswerRecord) -> tuple[str, ...]:
    """Return the facts of an answer: time, confidence, points, verdict."""
    return tuple(_facts(answer))


def _facts(answer: AnswerRecord) -> Iterator[str]:
    yield question_clock_used(answer)
    if answer.fact.manner is Manner.SAID:
        yield "spoken"
    elif answer.fact.manner is Manner.SKIPPED:
        yield "“I don't know”"
    if answer.fact.pauses:
        paused = clock_time(answer.fact.paused)
        yield f"{quantity(answer.fact.pauses, 'pause')}, {paused}"
    if answer.fact.runs:
        yield f"code run {quantity(answer.fact.runs, 'time')}"
    if answer.confidence is not None:
        yield answer.confidence.label
    if answer.judged is not None:
        yield verdict_words(answer.judged.verdict)


def question_clock_used(answer: AnswerRecord) -> str:
    """Return the time used for an answer and the time given."""
    return f"{clock_time(answer.fact.seconds)} of {clock_time(answer.asked.given)}"


def points_found(entry: DebriefEntry) -> dict[int, str]:
    """Return the words that were found in an answer, by the number of the point."""
    return {
        number: "; ".join(dict.fromkeys(each.words for each in found))
        for number, found in entry.found.items()
    }


def asking_sentence(name: str, answers: int) -> str:
    """Say who is asked for a second opinion."""
    return f"Asking {name} for a second opinion on {quantity(answers, 'answer')} ..."


def no_opinion_sentence(request: OpinionRequest, said: NoOpinion) -> str:
    """Say why there is no second opinion on an answer."""
    return f"No second opinion on question {request.number}: {said.reason}."


def points_sentence(answer: AnswerRecord) -> str:
    """Say how many points were ticked, and how many were found by their words."""
    total = len(answer.asked.weights)
    if not total:
        return ""
    parts = []
    if answer.ticked is not None:
        parts.append(f"you ticked {len(answer.ticked)} of {total}")
    if answer.suggested is not None:
        searched = len(answer.asked.searched)
        parts.append(f"words found for {len(answer.suggested)} of {searched}")
    return "; ".join(parts) or "not ticked"
