"""How soon the first question is in a browser, and what a further window takes.

    python tests/benchmarks/served.py [--n 7] [--windows 3] [--json]

The real program in headless Chromium against the same on a pty of 111x30, in turn: from
the start (of the process; of the page, with server and browser running) over home and a
key to the first question. Needs chromium and the extra `serve`.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from dataclasses import asdict
from operator import sub
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parent))

from screen import Screen

from runner import Row, Samples, quantiles, text
from support.browser import CHROMIUM, Browser, chromium
from support.processes import below, megabytes_of, nanoseconds_of
from support.program import TORCH_DECK
from support.serving import Program, serving, shown, visit

HOME, QUESTION = "Testing", "What is kept?"
COLUMNS, ROWS = 111, 30
"""What the page shows; a larger screen takes longer to paint."""
SETTLED = 12.0
"""Seconds until the app's code is loaded; torch, and the first run can be made."""


def _prepare(home: Path) -> None:
    (home / "quizapp").mkdir(parents=True)
    (home / "deck.toml").write_text(TORCH_DECK)
    settings = f'decks = ["{home}/deck.toml"]\ntopics = ["Testing"]\n'
    (home / "quizapp/config.toml").write_text(settings)


def _terminal(home: Path) -> tuple[float, float]:
    """Return the milliseconds to home, and to the first question."""
    screen = Screen(["-m", "quizapp"], home, COLUMNS, ROWS)
    try:
        to_home = screen.until(HOME, screen.began)
        os.write(screen._app, b"\r")
        return to_home, screen.until(QUESTION, screen.began)
    finally:
        screen.close()


async def _browser(
    browser: Browser, program: Program, address: str
) -> tuple[float, ...]:
    """Return the milliseconds to home, and to the first question, both painted.

    Then the processor time of our processes, and of Chromium.
    """
    tab = await browser.open(1000, 640)
    before = _processor(program)
    began = time.perf_counter()
    await tab.visit(address)
    await tab.sees(HOME)
    await tab.value(_PAINTED)
    to_home = (time.perf_counter() - began) * 1000
    await tab.press("Enter")
    await tab.sees(QUESTION)
    await tab.value(_PAINTED)
    to_question = (time.perf_counter() - began) * 1000
    taken = map(sub, _processor(program), before)
    await tab.paints_letters()
    assert tab.problems == [], tab.problems
    await tab.close()
    return to_home, to_question, *taken


_PAINTED = "new Promise((painted) => requestAnimationFrame(() => painted(1)))"


def _processor(program: Program) -> tuple[float, float]:
    """Return the milliseconds that the server and all below it took; and Chromium."""
    ours = {program.process.pid, *program.children()}
    others = below(os.getpid()) - ours
    return nanoseconds_of(ours) / 1e6, nanoseconds_of(others) / 1e6


async def starts(home: Path, n: int) -> Samples:
    """Start both in turn; the first start of each is not counted."""
    samples: Samples = {}
    with serving(home) as program:
        async with chromium() as browser:
            await _browser(browser, program, program.address)
            _terminal(home)
            for _ in range(n):
                await asyncio.sleep(9)  # until the last tab's app has ended
                in_terminal = await asyncio.to_thread(_terminal, home)
                in_browser = await _browser(browser, program, program.room)
                for name, value in zip(WHAT, (*in_terminal, *in_browser), strict=False):
                    samples.setdefault(name, []).append(value)
    return samples


async def memory(home: Path, windows: int) -> Samples:
    """Open windows, run code in each, and take the memory of all processes."""
    samples: Samples = {}
    with serving(home) as program:
        async with visit(program) as browser, AsyncExitStack() as stack:
            await asyncio.sleep(SETTLED)
            samples["server"] = [_megabytes(program)]
            for number in range(1, windows + 1):
                page = await stack.enter_async_context(shown(program, browser))
                await page.sees(HOME)
                await page.send("stdin", "\r")  # a session: its zygote gets a child
                await page.sees(QUESTION)
                await asyncio.sleep(SETTLED)
                name = "first" if number == 1 else "further"
                before = sum(map(sum, samples.values()))
                samples.setdefault(name, []).append(_megabytes(program) - before)
    return samples


def _megabytes(program: Program) -> float:
    """Return the proportional memory of the server and everything below it."""
    return megabytes_of([program.process.pid, *program.children()])


WHAT = {
    "terminal home": "terminal: start to home",
    "terminal": "terminal: start to the question",
    "browser home": "browser: page to home",
    "browser": "browser: page to the question",
    "app": "processor time: server, app, torch",
    "chromium": "processor time: Chromium",
    "server": "MB: the server alone",
    "first": "MB: the first window",
    "further": "MB: each further window",
}


def table(samples: Samples) -> list[Row]:
    """Return the rows, the browser's as ratios to the terminal's."""
    middle = {name: quantiles(values)[1] for name, values in samples.items()}
    rows = []
    for name, what in WHAT.items():
        if name not in samples:
            continue
        ratio, target, met = "", "", None
        if name.startswith("browser"):
            share = middle[name] / middle[name.replace("browser", "terminal")]
            ratio = f"{share:.2f}"
            if name == "browser":
                target, met = "<= 1.5", share <= 1.5
        taken = samples[name]
        rows.append(Row(name, what, len(taken), *quantiles(taken), ratio, target, met))
    return rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--n", type=int, default=7, help="starts (default 7)")
    parser.add_argument("--windows", type=int, default=3, help="windows (default 3)")
    parser.add_argument("--json", action="store_true", help="for programs")
    arguments = parser.parse_args()
    if CHROMIUM is None:
        sys.exit("there is no chromium: apt-get install chromium")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        _prepare(home)
        samples = asyncio.run(starts(home, arguments.n))
        samples |= asyncio.run(memory(home, arguments.windows))
    rows = table(samples)
    print(json.dumps([asdict(row) for row in rows]) if arguments.json else text(rows))  # noqa: T201


if __name__ == "__main__":
    main()
