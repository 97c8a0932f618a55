"""Mock interviews over the real parts: shipped decks, the log on disk, the runner."""

from pathlib import Path

import pytest

from quizapp.core.interview.endings import Interrupted
from quizapp.core.interview.facts import InterviewOptions
from quizapp.errors import UsageError
from quizapp.wiring.assembly import Flags, assembled
from quizapp.wiring.interviews import (
    all_interviews,
    finish_interview,
    resume_interview,
    start_interview,
    unfinished_interview,
)
from support.shipped import warm


def test_an_interview_is_found_by_the_next_start_and_ended(home: Path):
    """About what was chosen; its answers are in the log."""
    warm(home)
    with assembled(Flags(home=home, allow_root=True)) as assembly:
        assert unfinished_interview(assembly) is None
        assert all_interviews(assembly) == ()
        words = ("why-dropout-works",)
        options = InterviewOptions(words, confidence=False)
        interview = start_interview(assembly, words, options, seed=1)
        assert interview is not None
        assert {lead.deck for lead in interview.setup.begun.leads} == set(words)
        interview.answer("an answer")
        asked = interview.phase
    with assembled(Flags(home=home, allow_root=True)) as assembly:
        record = unfinished_interview(assembly)
        assert record is not None
        again = resume_interview(assembly, record)
        assert again.phase.question == asked.question  # type: ignore[union-attr]
        ended = finish_interview(assembly, again.record)
        assert ended.record.ending == Interrupted()
        assert unfinished_interview(assembly) is None
        assert len(all_interviews(assembly)) == 1


def test_words_without_an_open_card_begin_no_interview(home: Path):
    """Nothing is recorded; words that mean nothing are an error."""
    warm(home)
    with assembled(Flags(home=home, allow_root=True)) as assembly:
        options = InterviewOptions()
        assert start_interview(assembly, ("dropout-demos",), options) is None
        with pytest.raises(UsageError):
            start_interview(assembly, ("no-such-deck",), options)
        assert all_interviews(assembly) == ()


def test_an_interview_about_nothing_in_particular_keeps_to_the_topics(
    home: Path, tmp_path: Path
):
    """Of the settings; a follow-up may be of another one."""
    warm(home)
    (home / "config.toml").write_text('topics = ["Speech"]\n')
    deck = tmp_path / "speech.toml"
    deck.write_text(
        'format = 1\n[deck]\nid = "speech"\ntitle = "Speech"\ntopic = "Speech"\n'
        '[[card]]\nid = "why"\nkind = "open"\nlevel = "onsite"\nprompt = "Why?"\n'
        'answer = "So."\nrubric = [{ point = "so", mentions = ["so"] }]\n'
    )
    flags = Flags(home=home, decks=(deck,), allow_root=True)
    with assembled(flags) as assembly:
        interview = start_interview(assembly, (), InterviewOptions(), seed=1)
        assert interview is not None
        assert {lead.deck for lead in interview.setup.begun.leads} == {"speech"}
