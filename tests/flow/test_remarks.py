"""Stars, notes and reports while studying: in the log, undone like any step."""

import json
from contextlib import closing

from hypothesis import given
from hypothesis import strategies as st

from quizapp.core.basics.remark import LONGEST_NOTE, Note, Remark, Report, Star
from quizapp.core.scheduling.memory import fold
from quizapp.core.scheduling.review import Remarked, Retracted, event_id
from quizapp.core.session.phases import Asking, Revealed
from quizapp.core.session.session import Undone
from quizapp.flow.ledger import Ledger
from quizapp.flow.remarks import CardRemarks, of_listed, of_question
from quizapp.flow.session_options import SessionOptions
from quizapp.flow.study import Study
from quizapp.store.log import open_log
from quizapp.store.reports import ReportFile
from support.cards import choice_card
from support.fakes import FakeBits, FakeClock, FakeLog
from support.reviews import NOW, REVIEW
from support.workspaces import study, workspace_of

CARDS = [choice_card(name) for name in "ab"]
REMARKS: st.SearchStrategy[Remark] = st.one_of(
    st.builds(Star, st.booleans()),
    st.builds(Note, st.sampled_from(["", "mine", "yours"])),
    st.builds(Report, st.just("no"), st.sampled_from(["abc", "def"])),
)


def at_hand(session: Study) -> CardRemarks:
    """Return the remarks on the card that is asked."""
    remarks = of_question(session)
    assert remarks is not None
    return remarks


def test_a_star_on_a_question_and_a_note_on_its_verdict_are_undone_one_by_one():
    """The card stays as it is: neither is a step of the schedule."""
    log = FakeLog()
    session = study(*CARDS, log=log)
    remarks = at_hand(session)
    assert remarks.star() is not None
    session.respond("1")
    remarks.write_note("  look at the scale ")
    revealed = session.phase
    assert isinstance(revealed, Revealed)
    assert (remarks.is_starred, remarks.note) == (True, "look at the scale")
    assert isinstance(session.undo(), Undone)
    assert (remarks.is_starred, remarks.note) == (True, "")
    assert isinstance(session.undo(), Undone)
    assert not remarks.is_starred
    assert session.phase is revealed


def test_a_grade_after_a_star_is_undone_first():
    """The steps are a stack, whatever they are."""
    session = study(*CARDS, log=FakeLog())
    remarks = at_hand(session)
    session.respond("1")
    remarks.star()
    session.grade()
    assert isinstance(session.phase, Asking)
    session.undo()
    assert isinstance(session.phase, Revealed)
    assert remarks.is_starred
    session.undo()
    assert not remarks.is_starred


def test_an_empty_note_removes_it_and_the_same_one_writes_nothing():
    """The log holds what changed."""
    log = FakeLog()
    remarks = at_hand(study(*CARDS, log=log))
    assert remarks.write_note("") is None
    remarks.write_note("x" * (LONGEST_NOTE + 9))
    assert len(remarks.note) == LONGEST_NOTE
    assert remarks.write_note(remarks.note) is None
    remarks.write_note("")
    assert remarks.note == ""
    assert len(log.rows) == 2


def test_a_report_has_what_its_author_needs():
    """The answer, the verdict, the variant, the content and the versions."""
    log = FakeLog()
    options = SessionOptions(versions=("0.1", "2.13"))
    session = study(*CARDS, log=log, session_options=options)
    remarks = at_hand(session)
    assert remarks.report(" ") is None
    session.respond("2")
    at_hand(session).report("both are right")
    (event,) = log.rows
    assert isinstance(event, Remarked)
    content, verdict = CARDS[0].content, "wrong"
    expected = Report("both are right", content, "{}", "2", verdict, "0.1", "2.13")
    assert event.remark == expected


def test_a_card_of_a_list_has_the_same_remarks():
    """Nothing is asked there, so a report has no answer."""
    workspace = workspace_of(*CARDS)
    remarks = of_listed(workspace, CARDS[1])
    remarks.star()
    remarks.write_note("later")
    reported = remarks.report("the unit is missing")
    assert (remarks.is_starred, remarks.note) == (True, "later")
    assert reported is not None
    assert reported.remark == Report("the unit is missing", CARDS[1].content)
    assert of_question(study()) is None


def test_a_report_that_is_undone_leaves_the_file(tmp_path):
    """The lines of others stay, also one that is no report."""
    path = tmp_path / "reports.jsonl"
    path.write_text("by hand\n")
    with closing(open_log(tmp_path / "reviews.db", FakeBits())) as log:
        ledger = Ledger(log, FakeClock(), FakeBits(), reports=ReportFile(path))
        for reason in ("first", "second"):
            ledger.remark(CARDS[0].id, Report(reason, "abc"))
        last = ledger.last()
        assert last is not None
        ledger.retract(last)
    hand, line = path.read_text().splitlines()
    assert hand == "by hand"
    read = json.loads(line)
    assert (read["card"], read["reason"]) == (str(CARDS[0].id), "first")


@given(st.lists(REMARKS, max_size=8), st.data())
def test_remarks_mean_the_same_in_any_order_and_undo_restores(said, data):
    """What is in force is what the last of each kind says."""
    events = [
        Remarked(event_id(n, n), "here", REVIEW.card, remark, NOW)
        for n, remark in enumerate(said)
    ]
    shuffled = data.draw(st.permutations(events))
    assert fold(shuffled) == fold(events)
    more = Remarked(event_id(99, 9), "here", REVIEW.card, Note("more"), NOW)
    undo = Retracted(event_id(100, 9), "here", more.id, NOW)
    assert fold([undo, *events, more]) == fold(events)
