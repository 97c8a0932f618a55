"""A report of an interview as one JSON document, and an interview as a JSON row.

The keys are stable: programs read them. `format` changes if one gets another meaning.
Figures are numbers, not words; what cannot be had is null.
"""

from datetime import timezone
from typing import Any, TypeAlias

from msgspec import Struct, json, structs

from quizapp.core.basics.moment import Moment
from quizapp.core.interview.record import AnswerRecord, InterviewRecord
from quizapp.core.interview.scorecard import Scorecard, scorecard
from quizapp.wording.debrief import DebriefQuestion, PointRow
from quizapp.wording.interview_report import InterviewReport

FORMAT = 1

JsonObject: TypeAlias = dict[str, Any]


def document_text(report: InterviewReport) -> str:
    """Return the document in one line."""
    return json.encode(document(report)).decode()


def document(report: InterviewReport) -> JsonObject:
    """Return the whole document."""
    record = report.record
    begun = record.begun
    return {
        "format": FORMAT,
        "interview": {
            **_interview(record),
            "seed": begun.seed,
            "elapsed": record.elapsed,
            "interruptions": record.resumed,
            "quizapp": begun.app,
            "torch": begun.torch,
        },
        "scorecard": _scorecard(report),
        "changes": [
            {"name": change.name, "now": change.now, "before": change.before}
            for change in report.changes
        ],
        "study_next": [str(card) for card in report.study],
        "questions": [
            _question(answer, shown)
            for answer, shown in zip(record.answers, report.questions, strict=True)
        ],
    }


def interview_row(number: int, record: InterviewRecord) -> JsonObject:
    """Return an interview as an object of a list."""
    card = scorecard(record)
    return {
        "number": number,
        **_interview(record),
        "answers": card.answers,
        **_result(card),
    }


def _interview(record: InterviewRecord) -> JsonObject:
    options = record.begun.options
    return {
        "id": record.id,
        "date": iso(record.begun.moment),
        "what": list(options.what),
        "minutes": options.minutes,
        "level": options.level,
        "ending": None if record.ended is None else record.ended.ending,
    }


def iso(moment: Moment) -> str:
    """Return a moment in ISO format, with the offset of the user's clock."""
    return moment.at.astimezone(timezone(moment.offset)).isoformat(timespec="seconds")


def _result(card: Scorecard) -> JsonObject:
    signal = None if card.signal is None else card.signal.value
    return {"whole": card.whole, "signal": signal}


def _scorecard(report: InterviewReport) -> JsonObject:
    card = report.scorecard
    dimensions = {
        each.name: {"share": each.share, "asked": each.asked, "scored": each.scored}
        for each in card.dimensions
    }
    gap = card.gap
    return {
        **_result(card),
        "rule": report.rule,
        **dimensions,
        "pace": {**_fields(card.pace), "share": card.pace.share},
        "calibration": _fields(card.calibration),
        "ticks": {**_fields(gap), "surplus": gap.surplus, "reading": gap.reading},
        "by_words": card.by_words,
        "answers": card.answers,
        "skipped": card.skipped,
        "unticked": card.unticked,
    }


def _fields(figures: Struct) -> JsonObject:
    return structs.asdict(figures)


def _question(answer: AnswerRecord, shown: DebriefQuestion) -> JsonObject:
    asked, fact, judged = answer.asked, answer.fact, answer.judged
    sure = answer.confidence
    return {
        "number": asked.number,
        "thread": asked.thread,
        "role": asked.role.value,
        "ask": asked.ask,
        "prompt": shown.prompt,
        "card": None if asked.card is None else str(asked.card),
        "kind": asked.kind or None,
        "manner": fact.manner.value,
        "answer": fact.response,
        "model_answer": shown.model.text or None,
        "given": asked.given,
        "seconds": fact.seconds,
        "pauses": fact.pauses,
        "paused": fact.paused,
        "runs": fact.runs,
        "confidence": None if sure is None else sure.label,
        "stated": None if sure is None else sure.stated,
        "verdict": None if judged is None or not judged.verdict else judged.verdict,
        "score": answer.score,
        "feedback": list(shown.feedback),
        "explain": shown.explain or None,
        "points": list(map(_point, shown.points)),
        "notes": list(shown.notes),
    }


def _point(row: PointRow) -> JsonObject:
    return {
        "number": row.number,
        "text": row.text,
        "weight": row.weight,
        "searched": row.searched,
        "found": list(row.words),
        "suggested": row.suggested,
        "ticked": row.ticked,
        "opinion": row.opinion or None,
        "quote": row.quote or None,
    }
