"""Reports of interviews: Markdown, a page of HTML and a JSON document of one value."""

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from quizapp.core.interview.facts import InterviewOptions
from quizapp.core.judging.rubric import FollowUp
from quizapp.core.terminal.sanitize import sanitize
from quizapp.wording.html_parts import policy_of
from quizapp.wording.interview_document import document, document_text, interview_row
from quizapp.wording.interview_markdown import (
    escaped,
    fenced,
    markdown_text,
    without_html,
)
from quizapp.wording.interview_page import REPORT_STYLE, interview_page
from quizapp.wording.interview_report import interview_report, listing
from support.cards import choice_card
from support.interviews import ROOT_CANDIDATES, Desk, take, talk_card
from support.pages import EVIL, Page
from support.strategies import MARKDOWN

SILENT = InterviewOptions(confidence=False)
COMMONMARK = MarkdownIt("commonmark")


def report_of(candidate=ROOT_CANDIDATES[0]):
    desk = Desk()
    interview = desk.begin()
    take(interview, candidate, desk.clock)
    return interview_report(interview.record, interview.setup.cards)


def evil_report():
    """Return a report in which every text tries to be HTML, Markdown or a control."""
    card = talk_card("one", FollowUp(f"Why? {EVIL}", "pick"))
    cards = (card, choice_card("pick", prompt=f"{EVIL} ![x](http://a/b)"))
    interview = Desk(cards=cards).begin(SILENT)
    interview.answer(f"{EVIL}\n# no heading\n1. no list\n**no** `code` \x1b[2J")
    interview.skip()
    return interview_report(interview.record, interview.setup.cards)


@pytest.mark.parametrize("candidate", ROOT_CANDIDATES, ids=lambda c: c.name)
def test_every_interview_has_a_report_in_each_form(candidate):
    """Each has all questions and the signal."""
    report = report_of(candidate)
    text, page = markdown_text(report), interview_page(report)
    for question in report.questions:
        assert f"### {question.heading}" in text
        assert f"<h2>{question.heading}</h2>" in page
    assert f"**{report.signal}**" in text
    assert len(json.loads(document_text(report))["questions"]) == len(report.questions)


def test_a_page_loads_nothing_and_runs_nothing():
    """Its policy allows its own style; every tag is closed."""
    html = interview_page(evil_report())
    page = Page(html)
    assert not page.open
    assert not {"script", "img", "link", "iframe"} & set(page.tags)
    assert {name for name, _ in page.attributes} <= {
        *("class", "lang", "charset", "content", "http-equiv", "name"),
        *("value", "min", "max"),
    }
    assert policy_of(REPORT_STYLE) in [value for _, value in page.attributes]
    assert "url(" not in REPORT_STYLE
    assert "<script>alert(1)</script>" in page.text
    assert "\x1b" not in html


def test_markdown_shows_hostile_text_as_text():
    """No HTML, no picture, no heading that is not ours, no control character."""
    text = markdown_text(evil_report())
    html = COMMONMARK.render(text)
    assert "\x1b" not in text
    assert "<script" not in html
    assert "<img" not in html
    assert "no heading</h" not in html
    assert "<li>no list" not in html
    assert "<strong>no</strong>" not in html


@given(st.text(max_size=60))
@example("1. one\n- two\n# three\n=\n=== \n    four")
@example("&lt; &amp; \\* <b>")
def test_an_answer_reads_as_it_was_typed(text):
    """CommonMark gives back every letter, and makes nothing of it but paragraphs."""
    lines = [line.strip() for line in sanitize(text).split("\n")]
    html = COMMONMARK.render("\n".join(escaped(line) for line in lines))
    assert set(re.findall(r"</?(\w+)", html)) <= {"p"}
    shown = Page(html).text
    assert "".join(shown.split()) == "".join("".join(lines).split())


@given(st.text(alphabet="`~ab\n", max_size=40))
def test_nothing_in_code_closes_its_fence(code):
    """What comes after the fence is outside of it."""
    html = COMMONMARK.render("\n".join([*fenced(code, "python"), "", "after"]))
    assert html.endswith("<p>after</p>\n")


@given(MARKDOWN)
@example("<b>x</b> `<i>` ![a](http://b)")
@example("```\n<script>")
def test_no_html_of_a_deck_takes_effect(markdown):
    """And a fence that was left open is closed."""
    text = "\n".join([*without_html(markdown), "", "after"])
    tokens = COMMONMARK.parse(text)
    kinds = {t.type for token in tokens for t in (token, *(token.children or ()))}
    assert not kinds & {"html_block", "html_inline", "image"}


def test_a_document_has_stable_keys():
    """Programs read them: a change of a key needs another format."""
    found = document(report_of())
    assert list(found) == [
        *("format", "interview", "scorecard", "changes", "study_next", "questions")
    ]
    assert list(found["interview"]) == [
        *("id", "date", "what", "minutes", "level", "ending", "seed", "elapsed"),
        *("interruptions", "quizapp", "torch"),
    ]
    assert list(found["scorecard"]) == [
        *("whole", "signal", "rule", "knowledge", "depth", "code", "pace"),
        *("calibration", "ticks", "by_words", "answers", "skipped", "unticked"),
    ]
    assert list(found["questions"][0]) == [
        *("number", "thread", "role", "ask", "prompt", "card", "kind", "manner"),
        *("answer", "model_answer", "given", "seconds", "pauses", "paused", "runs"),
        *("confidence", "stated", "verdict", "score", "feedback", "explain"),
        *("points", "notes"),
    ]
    assert found["interview"]["date"].startswith("2026-03-02T09:00:0")


def test_a_list_has_a_line_and_a_row_for_each_interview():
    """Numbered by their place; one that has not ended says so."""
    desk = Desk()
    first = desk.begin()
    take(first, ROOT_CANDIDATES[0], desk.clock)
    second = desk.begin(seed=2)
    lines = list(listing([first.record, second.record]))
    assert lines[0].startswith("  1  2026-03-02 09:00  all decks")
    assert "Strong yes" in lines[0]
    assert lines[1].endswith("nothing was answered; not ended")
    row = interview_row(2, second.record)
    assert (row["number"], row["ending"], row["signal"]) == (2, None, None)


def test_the_cards_behind_what_was_missed_can_be_studied_by_one_command():
    """Someone who knew everything has none."""
    worst = report_of(ROOT_CANDIDATES[-1])
    assert worst.study_command.startswith("quizapp practice deck/")
    assert report_of().study_command == ""
