"""How long the browse screen takes with 100,000 cards.

    python tests/benchmarks/browse.py [CARDS]

The cards repeat the shipped prompts under ids of their own; half were reviewed. Each
figure is the median of processor time, with the slowest in brackets: a session is as
smooth as its slowest keystroke. What a key costs that does nothing is the floor.
"""

import asyncio
import random
import statistics
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

from msgspec.structs import asdict, replace

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))

from textual.app import App

from quizapp.core.basics.card_id import CardId
from quizapp.core.cards.library import Deck, Library
from quizapp.core.scheduling.intervals import DueOn, Memory, Stage
from quizapp.core.scheduling.memory import Memories
from quizapp.core.search.query import Index, Matches, Query
from quizapp.core.search.states import CardStates
from quizapp.decks.loader import load_decks
from quizapp.flow.workspace import Workspace
from quizapp.tui.look.theme import DARK
from quizapp.tui.screens import browse as screen
from quizapp.tui.screens.browse import BrowseScreen
from quizapp.tui.widgets.browse.listing import Listing
from support.reviews import NOW
from support.workspaces import workspace_over

CONTENT = Path(__file__).parents[2] / "content"
PER_DECK = 200
TYPED = ("gradient", "tag:q18 mean", "is:due level:expert", "-dropout p", "zz", '"in e')


def library(count: int) -> Library:
    """Return that many cards in decks of two hundred."""
    draw = random.Random(0)  # noqa: S311
    shipped = list(load_decks([CONTENT]).cards.values())
    decks = []
    for start in range(0, count, PER_DECK):
        name = f"deck-{start // PER_DECK}"
        cards = tuple(
            replace(draw.choice(shipped), id=CardId(name, f"card-{n}"))
            for n in range(start, min(start + PER_DECK, count))
        )
        topic = f"Topic {len(decks) % 20}"
        decks.append(Deck(name, f"Deck {name}", topic, "", cards, f"{name}.toml"))
    return Library(tuple(decks))


def remembered(collection: Library) -> Memories:
    """Return memories of every second card."""
    draw = random.Random(1)  # noqa: S311
    return Memories(
        {
            card: Memory(
                9.0,
                5.0,
                Stage.REVIEW,
                None,
                NOW.day - 9,
                DueOn(NOW.day + draw.randrange(-9, 30)),
                reviews=9,
                lapses=draw.randrange(10),
            )
            for card in list(collection.cards)[::2]
        }
    )


def timed(job: Callable[[], object]) -> float:
    """Return the milliseconds of one call."""
    began = process_time()
    job()
    return (process_time() - began) * 1000


def keystrokes(index: Index, card_states: CardStates) -> Iterator[tuple[str, float]]:
    """Yield each text as it grows, and the milliseconds of its last key."""
    for text in TYPED:
        last: Matches | None = None
        for end in range(1, len(text) + 1):
            began = process_time()
            query = index.read(text[:end], typing=True)
            if isinstance(query, Query):
                last = index.find(query, card_states, last)
            yield text[:end], (process_time() - began) * 1000


def steps(index: Index, card_states: CardStates) -> Iterator[float]:
    """Yield the milliseconds of each step between two keys."""
    left, began = index.preparing(card_states), process_time()
    for _ in left:
        yield (process_time() - began) * 1000
        began = process_time()


class Bench(App[None]):
    """The browse screen by itself."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.register_theme(DARK)
        self.theme = DARK.name

    def on_mount(self) -> None:
        self.push_screen(BrowseScreen(self._workspace))


class Ready(Workspace):
    """A workspace whose memories are given."""

    known: Memories = Memories()

    @property
    def memories(self) -> Memories:
        return self.known


# Keys are measured as they are held: the preview waits, and is measured by itself.
screen.PAUSE = 60.0


async def on_screen(workspace: Workspace, size: tuple[int, int]) -> None:
    """Scroll, step and type, and say how long each takes until it is painted."""
    began = process_time()
    app = Bench(workspace)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        opened = (process_time() - began) * 1000
        cards = app.screen.query_one(Listing)
        rows, catch_up = cards.size.height, app.screen._catch_up
        app.screen._pause.pause()
        app.screen.set_focus(cards)
        await pilot.pause()
        lines = [
            timed(lambda: [cards.render_line(y) for y in range(rows)]) for _ in range(9)
        ]
        print(f"{size[0]} x {size[1]}")  # noqa: T201
        report("  open the screen", [opened])
        report(f"  draw the {rows} rows that are seen", lines)
        for key in ("f9", "pagedown", "down"):
            what = "a key without use" if key == "f9" else f"{key}, to the repaint"
            report(f"  {what}", [await pressed(pilot, key) for _ in range(15)])
        catch_up()  # what is done only once
        times = [await followed(pilot, catch_up) for _ in range(15)]
        report("  down, and the preview follows", times)
        await pilot.press("slash")
        report(
            "  a key in the search", [await pressed(pilot, key) for key in "gradient"]
        )


async def pressed(pilot, key: str) -> float:
    """Return the milliseconds from a key to the end of what it brings about."""
    began = process_time()
    await pilot.press(key)
    return (process_time() - began) * 1000


async def followed(pilot, catch_up: Callable[[], None]) -> float:
    """Return the milliseconds of a step after which the cursor rests."""
    began = process_time()
    await pilot.press("down")
    catch_up()
    await pilot.pause()
    return (process_time() - began) * 1000


def report(what: str, times: list[float]) -> None:
    """Print the median and the slowest."""
    slowest = f"  (slowest {max(times):.1f})" if len(times) > 1 else ""
    print(f"{what:44}{statistics.median(times):8.1f} ms{slowest}")  # noqa: T201


def main() -> None:
    """Measure the index, then the screen in three sizes."""
    count = int(sys.argv[1]) if sys.argv[1:] else 100_000
    collection = library(count)
    known = remembered(collection)
    card_states = CardStates(known, NOW)
    print(f"{count:,} cards")  # noqa: T201
    report("build the index", [timed(lambda: Index(collection)) for _ in range(3)])
    index = Index(collection)
    report("read and build between keys, a step", [*steps(index, card_states)])
    report(
        "read the texts behind the prompts", [timed(lambda: index.read_texts(count))]
    )
    times = dict(keystrokes(index, card_states))
    report(f"filter, {len(times)} keystrokes", list(times.values()))
    worst = sorted(times, key=times.__getitem__, reverse=True)[:4]
    print("  slowest:", ", ".join(f"{key!r} {times[key]:.0f}" for key in worst))  # noqa: T201
    workspace = Ready(**asdict(workspace_over(collection)), known=known)
    for size in ((80, 24), (120, 36), (200, 60)):
        asyncio.run(on_screen(workspace, size))


if __name__ == "__main__":
    main()
