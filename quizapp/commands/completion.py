"""`quizapp completion`: a script for the user's shell, by shtab from the grammar.

Decks, topics, tags and cards may change, so the script asks quizapp for them when a
word is completed: `completion --words KIND` prints them, or nothing on an error.
"""

import os
import re
import shlex
import sys
from argparse import Action, ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from quizapp.core.terminal.sanitize import sanitize_line
from quizapp.errors import ExitCode, QuizError, UsageError
from quizapp.grammar.commands import COMMANDS, build_parser
from quizapp.grammar.options import CompletionOptions
from quizapp.wiring.assembly import Assembly, assembled

_BASH = """
_quizapp_words() {  # $1: the kind, $2: the word so far
  local word=$2 before="" line
  if [[ $word == : ]]; then  # bash takes words apart at colons
    before=${COMP_WORDS[COMP_CWORD-1]}: word=""
  elif [[ $COMP_CWORD -ge 2 && ${COMP_WORDS[COMP_CWORD-1]} == : ]]; then
    before=${COMP_WORDS[COMP_CWORD-2]}:
  fi
  while IFS= read -r line; do
    [[ $line == "$before$word"* ]] && printf '%q\\n' "${line#"$before"}"
  done < <(@PROGRAM@ completion --words "$1" 2>/dev/null)
}
_quizapp_cards() { _quizapp_words cards "$1"; }
_quizapp_aside() { _quizapp_words aside "$1"; }
_quizapp_deck() { compgen -f -X '!*.toml' -- "$1"; compgen -d -S / -- "$1"; }
_quizapp_what() {
  if [[ $1 == */* ]]; then _quizapp_words cards "$1"; else _quizapp_words what "$1"; fi
  [[ $1 == : || ${COMP_WORDS[COMP_CWORD-1]} == : ]] || _quizapp_deck "$1"
}
"""

_BASH_END = """
_quizapp_complete() {
  _shtab_quizapp "$@"
  if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == */ ]]; then
    compopt -o nospace 2>/dev/null || :
  fi
}
complete -o bashdefault -F _quizapp_complete quizapp"""

_ZSH = """
_quizapp_words() {
  local -a names
  names=(${(f)"$(@PROGRAM@ completion --words $1 2>/dev/null)"})
  compadd -a names
}
_quizapp_cards() { _quizapp_words cards }
_quizapp_aside() { _quizapp_words aside }
_quizapp_deck() { _files -g '*.toml' }
_quizapp_what() {
  if [[ $PREFIX == */* ]]; then _quizapp_words cards; else _quizapp_words what; fi
  _quizapp_deck
}
"""

_FISH = """
function _quizapp_words
  @PROGRAM@ completion --words $argv[1] 2>/dev/null
end
function _quizapp_what
  if string match -q '*/*' -- (commandline -ct)
    _quizapp_words cards
  else
    _quizapp_words what
  end
  string match -q 'tag:*' -- (commandline -ct); or __fish_complete_suffix .toml
end
"""

_FUNCTIONS = {
    "what": {
        "bash": "_quizapp_what",
        "zsh": "_quizapp_what",
        "fish": "(_quizapp_what)",
    },
    "cards": {
        "bash": "_quizapp_cards",
        "zsh": "_quizapp_cards",
        "fish": "(_quizapp_words cards)",
    },
    "aside": {
        "bash": "_quizapp_aside",
        "zsh": "_quizapp_aside",
        "fish": "(_quizapp_words aside)",
    },
    "deck": {
        "bash": "_quizapp_deck",
        "zsh": "_quizapp_deck",
        "fish": "(__fish_complete_suffix .toml)",
    },
}
"""What completes each kind of word, by shell; shtab knows `file` and `directory`."""


def run(options: CompletionOptions) -> ExitCode:
    """Print the script, or the words that the script asks for."""
    if options.words is not None:
        _print_words(options, options.words)
    elif options.shell is None:
        raise UsageError("choose a shell: quizapp completion bash, zsh or fish")
    else:
        print(_script(options.shell))
    return ExitCode.FINE


def _print_words(options: CompletionOptions, kind: str) -> None:
    try:
        with assembled(options.flags) as assembly:
            for word in _words(assembly, kind):
                print(sanitize_line(word))
    except QuizError:
        return  # an error would disturb the user's line


def _words(assembly: Assembly, kind: str) -> tuple[str, ...]:
    if kind == "aside":
        return tuple(map(str, sorted(assembly.memories.aside(assembly.clock().day))))
    names = assembly.names()
    return names.cards if kind == "cards" else names.selectors


def _script(shell: str) -> str:
    import shtab

    parser = build_parser()
    for action in _actions(parser):
        kind = vars(action).get("complete")
        if kind == "commands":
            del vars(action)["complete"]
            action.choices = tuple(COMMANDS)
        elif kind in _FUNCTIONS:
            vars(action)["complete"] = _FUNCTIONS[kind]
    preamble = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}[shell]
    preamble = preamble.replace("@PROGRAM@", shlex.join(_program()))
    script: str = shtab.complete(parser, shell, preamble=preamble)
    if shell == "zsh":  # shtab completes only the first of several words
        script = re.sub(r'^  "\(\*\)::?', '  "*:', script, flags=re.MULTILINE)
    return script + _BASH_END if shell == "bash" else script


def _actions(parser: ArgumentParser) -> Iterator[Action]:
    """Yield the arguments and options of all commands."""
    for action in parser._actions:  # noqa: SLF001  # as shtab does
        yield action
        if isinstance(action.choices, dict):
            for command in action.choices.values():
                yield from _actions(command)


def _program() -> list[str]:
    """Return the words that start this quizapp from any folder."""
    started = Path(sys.argv[0])
    if started.stem == "quizapp" and os.access(started, os.X_OK):
        return [str(started.absolute())]
    return [sys.executable, "-m", "quizapp"]
