"""Shipped: where the decks are that came with quizapp."""

from pathlib import Path


def shipped_content() -> Path:
    """Return the folder of the shipped decks: in the wheel, else in the checkout."""
    package = Path(__file__).parents[1]
    installed = package / "_content"
    return installed if installed.is_dir() else package.parent / "content"
