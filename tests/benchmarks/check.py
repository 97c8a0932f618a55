"""How long the cards of the shipped decks run, compared with the fork floor.

    python tests/benchmarks/check.py

Runs each card that has code once, as `quizapp check` does, and measures the floor in
between. The target is at most 2 floors per card on average.
"""

import os
import statistics
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from quizapp.decks.loader import load_decks
from quizapp.runner.app.zygote_host import ZygoteHost
from runner import Floor

CONTENT = Path(__file__).parents[2] / "content"


def main() -> None:
    """Run every card and print the ratio."""
    runner, floor = ZygoteHost(os.environ), Floor()
    seconds, floors = {}, []
    for card in load_decks([CONTENT]).cards.values():
        program = card.draw(0).program()
        if program is not None:
            floors.append(floor.measure())
            seconds[str(card.id)] = runner.run(program).seconds * 1000
    runner.close()
    floor.close()
    mean, unit = statistics.mean(seconds.values()), statistics.median(floors)
    slowest = max(seconds, key=seconds.__getitem__)
    print(  # noqa: T201  # a benchmark prints
        f"{len(seconds)} cards run: mean {mean:.1f} ms = {mean / unit:.2f} floors of"
        f" {unit:.1f} ms (target <= 2); slowest {slowest} {seconds[slowest]:.0f} ms"
    )


if __name__ == "__main__":
    main()
