"""The commands that show what there is: their words and options."""

import argparse

from quizapp.grammar.parser import add_json


def decks(command: argparse.ArgumentParser) -> None:
    """List decks with their cards, what is due, what is new, and their problems."""
    add_json(command)


def due(command: argparse.ArgumentParser) -> None:
    """Say what waits: due now, later today, and tomorrow, by deck."""
    add_json(command)


def doctor(command: argparse.ArgumentParser) -> None:
    """Show versions, folders, the log's health, and whether snippets run."""
    add_json(command)
