"""How long a sync takes: the first of two old logs, and those after a grade or none.

    python tests/benchmarks/syncing.py [--reviews 100000] [--folder DIR] [--json]

Two homes have so many reviews each, half of them the same on both. Every step is what
`quizapp sync` does after the program has started. `writing the bytes` is the floor: the
same files, written and flushed, and nothing else.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from secrets import randbits

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1]))

from quizapp.core.basics.card_id import CardId
from quizapp.core.basics.moment import Moment
from quizapp.core.scheduling.review import Reviewed, event_id
from quizapp.settings.config import Config
from quizapp.settings.sync_folder import SyncFolder
from quizapp.store.log import open_log
from quizapp.wiring.syncing import Syncing
from support.fakes import MORNING
from support.reviews import reviewed


def main() -> None:
    """Sync, and print how long each step took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reviews", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="a folder on the disk to measure")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as root:
        for name, seconds in _measured(Path(root), options.reviews):
            if options.json:
                print(json.dumps({"step": name, "seconds": round(seconds, 4)}))  # noqa: T201
            else:
                print(f"{name:46} {seconds:9.3f} s")  # noqa: T201


def _measured(root: Path, count: int) -> list[tuple[str, float]]:
    folder = root / "folder"
    folder.mkdir()
    both = [_review(number) for number in range(count // 2)]
    one, two = (
        _home(root / name, [*both, *(_review(n) for n in range(count // 2, count))])
        for name in ("one", "two")
    )
    steps = [
        ("the first machine sends its log", one),
        ("the second takes it in and sends its own half", two),
        ("the first takes that in", one),
        ("a sync without news", one),
        ("a sync without news, on the other", two),
    ]
    rows = [(name, _timed(_sync(home, folder))) for name, home in steps]
    rows.insert(
        1, ("writing the bytes", _timed(lambda: _write(folder, root / "bytes")))
    )
    with closing(open_log(one.log, randbits)) as log:
        log.append(_review(count))
    rows.append(("a sync after one grade", _timed(_sync(one, folder))))
    rows.append(("the other machine takes it in", _timed(_sync(two, folder))))
    return rows


def _review(number: int) -> Reviewed:
    at = MORNING + number * timedelta(minutes=7)
    id_ = event_id(int(at.timestamp() * 1000), randbits(74))
    card = CardId("deck", f"card-{number % 700}")
    return reviewed(card, id=id_, moment=Moment(at), content="0" * 16)


def _home(home: Path, reviews: list[Reviewed]) -> Config:
    config = Config(home / "reviews.db", home / "config.toml", home / "cache")
    with closing(open_log(config.log, randbits)) as log:
        log.append_all(reviews)
    return config


def _sync(config: Config, folder: Path) -> Callable[[], object]:
    return Syncing(config, SyncFolder(folder)).run


def _write(folder: Path, target: Path) -> None:
    """Write the same bytes as were just sent, and flush them."""
    target.mkdir()
    for number, path in enumerate(folder.glob("*/*")):
        with (target / str(number)).open("wb") as file:
            file.write(path.read_bytes())
            file.flush()
            os.fsync(file.fileno())


def _timed(step: Callable[[], object]) -> float:
    begin = time.perf_counter()
    step()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
