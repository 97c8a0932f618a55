"""What the interview's scorecard says about people whose knowledge is known.

    python tests/benchmarks/candidates.py

Six simulated candidates take interviews over the shipped decks, with the real runner.
Each row is the mean of a candidate's interviews; the scorecard tells them apart if the
last columns are in the order of what they know. `gap` is ticked minus found points:
only the generous self-assessor should be far from 0.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1]))

from quizapp.core.interview.facts import InterviewOptions
from quizapp.core.interview.scorecard import Scorecard, scorecard
from quizapp.decks.loader import load_decks
from quizapp.flow.interviews import past_interviews
from quizapp.runner.app.zygote_host import ZygoteHost
from support.interviews import ROOT_CANDIDATES, Candidate, Desk, take

CONTENT = Path(__file__).parents[2] / "content"
HEAD = ("knowledge", "depth", "code", "whole", "pace", "Brier", "over", "gap")


def figures(card: Scorecard) -> tuple[float | None, ...]:
    """Return the figures of a scorecard, in the order of the columns."""
    return (
        *(each.share for each in card.dimensions),
        card.whole,
        card.pace.share,
        card.calibration.brier,
        card.calibration.over,
        card.gap.surplus,
    )


def mean(values: Sequence[float | None]) -> str:
    """Return the mean of the values that are there."""
    known = [value for value in values if value is not None]
    return f"{sum(known) / len(known):.2f}" if known else "-"


def row(candidate: Candidate, cards: Sequence[Scorecard]) -> str:
    """Return a candidate's line."""
    columns = zip(*map(figures, cards), strict=True)
    cells = "".join(f"{mean(column):>10}" for column in columns)
    signals = Counter("none" if c.signal is None else c.signal.value for c in cards)
    said = ", ".join(f"{many} x {name}" for name, many in signals.most_common())
    questions = mean([card.answers for card in cards])
    return f"{candidate.name:24}{questions:>10}{cells}  {said}"


def main() -> None:
    """Let every candidate take the interviews, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, default=5, help="interviews of each")
    parser.add_argument("--minutes", type=float, default=30.0, help="of each")
    options = parser.parse_args()
    runner = ZygoteHost(os.environ)
    cards = tuple(load_decks([CONTENT]).cards.values())
    head = "".join(f"{name:>10}" for name in ("questions", *HEAD))
    print(f"{'candidate':24}{head}  signals")  # noqa: T201  # a benchmark prints
    try:
        for candidate in ROOT_CANDIDATES:
            desks = [Desk(cards, runner=runner) for _ in range(options.n)]
            for seed, desk in enumerate(desks, start=1):
                asked = InterviewOptions(minutes=options.minutes)
                take(desk.begin(asked, seed), candidate, desk.clock)
            records = [past_interviews(desk.log)[0] for desk in desks]
            held = tuple(map(scorecard, records))
            print(row(candidate, held), flush=True)  # noqa: T201
    finally:
        runner.close()


if __name__ == "__main__":
    main()
