"""The truths of the shipped decks on other versions of torch, card by card.

    python tests/torch_versions.py 2.13.0 2.9.1 2.15.0 [--index URL]

Makes a virtual environment for each version, checks the decks there, and prints every
card whose truth or problems differ from those of the first version. On Linux, give the
index of the CPU builds, or each version downloads several GB:
`--index https://download.pytorch.org/whl/cpu`. Exit 1 if anything differs.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias

ROOT = Path(__file__).parents[1]
Found: TypeAlias = Mapping[str, tuple[object, tuple[str, ...]]]
"""The truth and the problems of each card."""


def found_on(version: str, folder: Path, index: str | None) -> Found:
    """Check the decks with this version of torch, in an environment of its own."""
    home = folder / version
    subprocess.run([sys.executable, "-m", "venv", home], check=True)
    python = home / "bin" / "python"
    pip = [str(python), "-m", "pip", "install", "--quiet"]
    subprocess.run([*pip, str(ROOT)], check=True)
    where = [] if index is None else ["--index-url", index]
    subprocess.run([*pip, *where, "--no-deps", f"torch=={version}"], check=True)
    checked = subprocess.run(
        [python, "-m", "quizapp", "--home", home / "data", "check", "--json"],
        check=False,
        stdout=subprocess.PIPE,
        env={**os.environ, "QUIZAPP_ALLOW_ROOT": "1"},
        cwd=folder,
    )
    rows = [json.loads(line) for line in checked.stdout.splitlines()]
    cards = [row for row in rows if row.get("card")]
    if not cards:
        raise SystemExit(f"torch {version}: no card was checked")
    return {row["card"]: (row["truth"], _messages(row["problems"])) for row in cards}


def _messages(problems: Sequence[str]) -> tuple[str, ...]:
    """Return problems without the folder of the environment they were found in."""
    return tuple(problem.partition(".toml:")[2] for problem in problems)


def differences(first: Found, other: Found) -> Iterator[str]:
    """Yield a line for each card whose truth or problems are others."""
    for card in sorted(first.keys() | other.keys()):
        if first.get(card) != other.get(card):
            yield f"  {card}: {first.get(card)} is {other.get(card)}"


def main() -> int:
    """Compare the versions with the first one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("versions", nargs="+")
    parser.add_argument("--index")
    options = parser.parse_args()
    differs = False
    with TemporaryDirectory() as name:
        folder = Path(name)
        first, *others = options.versions
        base = found_on(first, folder, options.index)
        print(f"torch {first}: {len(base)} cards")
        for version in others:
            lines = tuple(differences(base, found_on(version, folder, options.index)))
            print(f"torch {version}: {len(lines)} of {len(base)} cards differ")
            print("\n".join(lines))
            differs |= bool(lines)
    return int(differs)


if __name__ == "__main__":
    sys.exit(main())
