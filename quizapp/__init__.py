"""quizapp: an interview quiz for the terminal that runs PyTorch to judge you.

The flow, one arrow a line, each with its file:

    a TOML deck is read into cards          decks/loader.py   -> core/card.py
    -> a card is due, or new: it is posed   core/agenda.py    <- core/variant.py
    -> you type an answer; it is read       core/kinds/       <- core/notation.py
    -> you say how sure you are             core/confidence.py
    -> the snippet runs in another process  runner/           -> core/outcome.py
       (or your code, with hidden checks)   core/checks.py    <- core/harness.py
    -> your answer is judged by that run    core/comparison.py -> core/verdict.py
    -> you may edit the code and run it     core/exploration.py
    -> you grade yourself                   core/grade.py
    -> the review is committed              store/log.py      <- core/review.py
    -> FSRS says when it comes back         core/schedule.py  <- core/fsrs.py
    -> you look back on the log             core/statistics.py -> report.py

`study.py` is this flow as code and `core/session.py` its states; `tui/` and
`plain.py` show it; `wiring.py` joins the parts; `cli.py` is the way in.
"""
