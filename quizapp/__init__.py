"""quizapp: an interview quiz for the terminal that runs PyTorch to check your answer.

The flow of one card, with the file of each step:

    a TOML file is read into cards        decks/loader.py
    the next card is chosen               core/scheduling/layout.py
    its numbers are drawn                 core/cards/variant.py
    you type an answer; it is parsed      core/kinds/ (one file a kind)
    you say how sure you are              core/basics/confidence.py
    the snippet runs in a sandboxed child runner/child/worker.py
    its result comes back as an outcome   core/runs/outcome.py
    the answer is compared with it        core/judging/comparison.py
    the result is a verdict               core/judging/verdict.py
    you grade yourself                    core/basics/grade.py
    the review is written to the log      store/log.py
    FSRS says when the card comes back    core/scheduling/intervals.py

`flow/study.py` is this flow as code, `core/session/phases.py` its states.

The folders, from the top down; each imports only those below it:

    cli.py, commands/, grammar/   the command line: what it accepts and what it does
    wiring/                       builds everything and joins it; owns clock and chance
    tui/, plain/                  two front ends: Textual screens, and lines of text
    decks/, store/, runner/       the doors to TOML, to SQLite and to processes
    exchange/, sync/, serve/      the doors to other programs, machines and browsers
    external/                     the user's editor and other programs that are called
    settings/                     the config file, the environment and the flags
    flow/, wording/               the study flow over its ports; sentences for people
    core/                         pure values and functions: cards, judging, scheduling
"""
