"""Remarks in plain text: `:star`, `:note TEXT`, `:wrong TEXT` on the card asked."""

from quizapp.errors import LogError
from quizapp.flow.remarks import of_question
from quizapp.flow.study import Study
from quizapp.wording.session import remark_saved

REMARK_HELP = """\
  :star  star the card, or remove its star
  :note TEXT  a note, shown after the answer; without TEXT it is removed
  :wrong TEXT  report the card as wrong, and say why"""


def own_remarks(study: Study) -> str:
    """Return the star and the note of the card; empty if there are none."""
    remarks = of_question(study)
    if remarks is None:
        return ""
    star = "★ starred" if remarks.is_starred else ""
    note = f"your note: {remarks.note}" if remarks.note else ""
    return "; ".join(filter(None, (star, note)))


def take_remark(line: str, study: Study) -> str | None:
    """Do what a line says about the card; return what was done, None if nothing."""
    command, _, text = line.strip().partition(" ")
    remarks = of_question(study)
    if remarks is None or command not in {":star", ":note", ":wrong"}:
        return None
    try:
        match command:
            case ":star":
                fact = remarks.star()
            case ":note":
                fact = remarks.write_note(text)
            case _:
                fact = remarks.report(text)
    except LogError as error:
        return f"not saved: {error}"
    if fact is not None:
        return remark_saved(fact.remark)
    return (
        "Nothing changed." if command == ":note" else "Say what is wrong: :wrong TEXT"
    )
