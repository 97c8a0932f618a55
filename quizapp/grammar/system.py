"""The commands for the program itself: its weights, log, health, shells and help."""

import argparse
from pathlib import Path

from quizapp.grammar.page import Command
from quizapp.grammar.parser import add_json, set_completion, whole_number


def _optimize(command: argparse.ArgumentParser) -> None:
    """Fit the schedule to your reviews; keep it if it predicts better.

    Your reviews do not change. Needs pip install 'quizapp[optimize]'.
    """
    way = command.add_mutually_exclusive_group()
    way.add_argument("--dry-run", action="store_true", help="compare only")
    way.add_argument("--reset", action="store_true", help="restore FSRS's defaults")
    add_json(command)


OPTIMIZE = Command(
    _optimize,
    examples=(
        ("quizapp optimize --dry-run", "would your own weights predict better?"),
        ("quizapp optimize", "use them if they do"),
    ),
    ends={0: "success, whether they are kept or not", 1: "too few reviews"},
    rows=(
        ("reviews, used, held_out", "in the log; usable; predicted without training"),
        ("in_use, kept", "own or default; whether the new ones replaced them"),
        ("before, after", "log_loss and calibration_error of each"),
        ("weights, file", "the new ones, and their file"),
        ("have, need", "with `kept` false: too few reviews"),
        ("reset, file", "with --reset: whether there were own weights"),
    ),
)


def _restore(command: argparse.ArgumentParser) -> None:
    """List the backups of your reviews; with NAME, replace the log with one.

    Reviews made since then stay, as far as they are readable.
    """
    command.add_argument("name", nargs="?", metavar="NAME", help="a backup, or latest")
    command.add_argument("--yes", action="store_true", help="do not ask first")
    add_json(command)


RESTORE = Command(
    _restore,
    examples=(
        ("quizapp restore", "list the backups"),
        ("quizapp restore latest", "restore the newest, after asking"),
    ),
    ends={0: "success", 1: "you declined"},
    rows=(
        ("name, when, events, bytes, sound", "one line per backup"),
        ("restored, events, joined, aside", "when one was restored"),
    ),
)


def _sync(command: argparse.ArgumentParser) -> None:
    """Sync reviews with your other machines through a folder that they share.

    Anything that copies the folder will do: a cloud drive, Syncthing, rsync, git.
    Without FOLDER, the setting `sync` names it; sessions then sync by themselves.
    """
    command.add_argument(
        "folder", nargs="?", metavar="FOLDER", type=Path, help="the shared folder"
    )
    command.add_argument(
        "--git", action="store_true", help="commit, pull and push with your git"
    )
    command.add_argument(
        "--status", action="store_true", help="show devices and problems, sync nothing"
    )
    add_json(command)


SYNC = Command(
    _sync,
    examples=(
        ("quizapp sync ~/Dropbox/quizapp", "receive and send"),
        ("quizapp sync ~/notes/quizapp --git", "in a git work tree with a remote"),
        ("quizapp sync --status", "what each machine has sent"),
    ),
    ends={0: "success, even offline", 1: "something in the folder is wrong"},
    rows=(
        ("folder, device", "where, and the name of this machine"),
        ("new, sent, ahead", "events: received, sent, over a day ahead"),
        ("settings, problems", "sentences"),
        ("renamed", "the former name of a home that was copied"),
        ("unreachable", "why git's remote was not reached"),
        ("device, here, events, latest", "with --status, one line per device"),
        ("unread, incomplete", "how many of its files"),
        ("folder, waiting, reached, problems", "the last line of --status"),
    ),
)


def _doctor(command: argparse.ArgumentParser) -> None:
    """Show versions and folders, and check log, backups and sandbox."""
    add_json(command)
    command.add_argument(
        "--reset-terminal",
        action="store_true",
        help="only restore a terminal that a killed program left behind",
    )


DOCTOR = Command(
    _doctor,
    examples=(("quizapp doctor", "for bug reports"),),
    ends={0: "all checks pass", 1: "a deck has problems", 3: "another check failed"},
    rows=(
        ("topic", "what was checked"),
        ("ok", "whether it passed"),
        ("text", "the result"),
    ),
)


def _serve(command: argparse.ArgumentParser) -> None:
    """Show the screens in a browser on this machine.

    The printed address lets one browser in, once. Each tab is a session of its own:
    it survives a lost connection, and ends when you close the tab. Needs
    pip install 'quizapp[serve]'.
    """
    command.add_argument(
        "--port", type=whole_number, metavar="N", help="port (8765, or any free one)"
    )
    command.add_argument("--open", action="store_true", help="open the browser")
    command.add_argument(
        "--lan",
        action="store_true",
        help="let other machines of this network in, by a passphrase; no TLS",
    )


SERVE = Command(
    _serve,
    examples=(
        ("quizapp serve --open", "a tab of this machine's browser"),
        ("quizapp serve --lan", "for a tablet at home; prints the risks"),
    ),
    ends={0: "stopped with Ctrl-C"},
    notes="""\
The environment: QUIZAPP_SERVE_PASSPHRASE for --lan, QUIZAPP_SERVE_ORIGIN and
QUIZAPP_SERVE_PROXY_SECRET for a reverse proxy; see quizapp/serve/README.md.""",
)

SHELLS = ("bash", "zsh", "fish")


def _completion(command: argparse.ArgumentParser) -> None:
    """Print a script for your shell that completes quizapp's command line.

    It completes commands, options and paths, and the current deck ids, topics, tags
    and cards. Load it in the shell's start-up file, as below.
    """
    command.add_argument(
        "shell", nargs="?", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS)
    )
    command.add_argument("--words", help=argparse.SUPPRESS)  # for the scripts


COMPLETION = Command(
    _completion,
    examples=(
        ("source <(quizapp completion bash)", "in ~/.bashrc"),
        ('eval "$(quizapp completion zsh)"', "in ~/.zshrc, after compinit"),
        ("quizapp completion fish | source", "in ~/.config/fish/config.fish"),
    ),
    ends={0: "success"},
)


def _help(command: argparse.ArgumentParser) -> None:
    """Show the help of a command, or what quizapp is and all its commands."""
    of = command.add_argument(
        "command", nargs="?", metavar="COMMAND", help="for example practice"
    )
    set_completion(of, "commands")


HELP = Command(
    _help,
    examples=(
        ("quizapp help", "all commands"),
        ("quizapp help practice", "the same as quizapp practice --help"),
    ),
    ends={0: "success"},
)
