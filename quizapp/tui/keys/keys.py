"""The one table of keys: what they do, and the words for footer and help.

`id`s are stable, so that keys can be remapped; a screen's name stands before
them. Letters never act while an input has the focus, so what must work there
has a Ctrl key too. A footer names keys by these ids; `keymap` knows how they
are pressed.
"""

from msgspec import Struct
from msgspec.structs import replace
from textual.binding import Binding, BindingType


class Key(Struct, frozen=True):
    """One thing that keys do on a screen."""

    id: str
    keys: str
    """As Textual names them, separated by commas."""
    action: str
    short: str
    """For the footer."""
    help: str
    priority: bool = False
    """True where it must work in spite of a focused input."""

    def binding(self) -> Binding:
        """Return the key as Textual wants it."""
        return Binding(
            self.keys, self.action, self.help, id=self.id, priority=self.priority
        )


def _table(screen: str, *keys: Key) -> dict[str, Key]:
    return {key.id: replace(key, id=f"{screen}.{key.id}") for key in keys}


STUDY = _table(
    "study",
    Key(
        "accept",
        "space,enter",
        "accept",
        "suggested grade",
        "reveal, skip “how sure?”, or take the suggested grade",
    ),
    Key("again", "1", "grade(1)", "Again", "a guess; Again: not recalled"),
    Key("hard", "2", "grade(2)", "Hard", "unsure; Hard: recalled, with effort"),
    Key("good", "3", "grade(3)", "Good", "fairly sure; Good: recalled"),
    Key("easy", "4", "grade(4)", "Easy", "certain; Easy: recalled at once"),
    Key("undo", "u", "undo", "undo", "undo the last step"),
    Key(
        "undo-typing",
        "ctrl+z",
        "undo",
        "undo",
        "undo the last step, with an empty answer field",
        priority=True,
    ),
    Key("hint", "h", "hint", "hint", "show a hint"),
    Key(
        "hint-typing",
        "ctrl+t",
        "hint",
        "hint",
        "show a hint while typing",
        priority=True,
    ),
    Key("right", "w", "override", "I was right", "set a verdict aside: I was right"),
    Key("run", "r,ctrl+r", "prove", "run", "run the snippet of an answered card"),
    Key(
        "explore",
        "e",
        "explore",
        "explore",
        "edit the code of an answered card and run it again",
    ),
    Key("open", "o", "open", "edit", "open the card in your editor, at its line"),
    Key(
        "bury",
        "minus",
        "set_aside('buried')",
        "bury",
        "not today: ask this card again tomorrow",
    ),
    Key(
        "suspend",
        "at",
        "set_aside('suspended')",
        "suspend",
        "ask this card no more, until you resume it",
    ),
    Key("info", "i", "app.info", "info", "what card this is"),
    Key(
        "leave-field",
        "escape",
        "leave_field",
        "keys",
        "leave the answer field, go back to it, or stop a run",
    ),
    Key("help", "question_mark", "app.help", "help", "these keys"),
    Key("quit", "q", "finish", "end", "end the sitting with its summary"),
    Key(
        "interrupt",
        "ctrl+c",
        "interrupt",
        "end",
        "stop a run; else end the sitting",
        priority=True,
    ),
)

HOME = _table(
    "home",
    Key("study", "space", "study", "study", "study what is due"),
    Key(
        "study-this",
        "enter",
        "study_this",
        "deck",
        "study the deck or topic under the cursor",
    ),
    Key("browse", "b,slash", "app.browse", "browse", "find and look at cards"),
    Key("statistics", "s", "app.statistics", "stats", "how it goes: the figures"),
    Key("settings", "comma", "app.settings", "settings", "change settings"),
    Key("help", "question_mark", "app.help", "help", "these keys"),
    Key("leave", "q,ctrl+c", "leave", "leave", "leave quizapp", priority=True),
)

BROWSE = _table(
    "browse",
    Key("search", "slash", "search", "find", "change what is searched for"),
    Key(
        "preview",
        "enter",
        "preview",
        "preview",
        "show the card; once more, scroll in it",
    ),
    Key("run", "r", "run", "run", "run the card's snippet or solution"),
    Key("past", "t,i", "past", "past", "the card's past, or the card again"),
    Key("study", "s", "study", "study", "study this card now"),
    Key("study-all", "S", "study_all", "study all", "study all that is found"),
    Key(
        "suspend",
        "at",
        "suspend",
        "suspend",
        "suspend the card, or resume it; its schedule stays",
    ),
    Key(
        "bury",
        "minus",
        "bury",
        "bury",
        "bury the card until the next study day, or dig it up",
    ),
    Key("reset", "x", "reset", "reset", "make the card new again; asks first"),
    Key("undo", "u,ctrl+z", "undo", "undo", "undo what was last done here"),
    Key("open", "o", "open", "edit", "open the card in your editor, reload"),
    Key("help", "question_mark", "app.help", "keys", "these keys"),
    Key(
        "leave",
        "escape",
        "leave",
        "back",
        "stop a run; else step back: to the list, the card, out of here",
    ),
    Key("quit", "q", "interrupt", "back", "stop a run; else leave this screen"),
    Key(
        "interrupt",
        "ctrl+c",
        "interrupt",
        "back",
        "stop a run; else leave this screen",
        priority=True,
    ),
)


CODE = _table(
    "code",
    Key(
        "try",
        "ctrl+r",
        "try",
        "run checks",
        "run the checks on your code, as often as you like",
    ),
    Key("hand-in", "ctrl+s", "hand_in", "hand in", "hand your code in"),
    Key("give-up", "ctrl+g", "give_up", "give up", "give up on code: see the solution"),
)

EXPLORE = _table(
    "explore",
    Key("run", "ctrl+r", "run", "run", "run the edited code"),
    Key("original", "ctrl+o", "original", "original", "back to the original code"),
    Key(
        "back",
        "escape",
        "back",
        "back",
        "back to the verdict, or stop a run",
        priority=True,
    ),
    Key(
        "interrupt",
        "ctrl+c",
        "interrupt",
        "copy, stop",
        "copy what is selected, or stop a run",
        priority=True,
    ),
)

STATISTICS = _table(
    "statistics",
    Key("window", "w,space", "window", "month, quarter, year", "look back further"),
    Key("help", "question_mark", "app.help", "help", "these keys"),
    Key("back", "escape,q,ctrl+c", "back", "back", "back", priority=True),
)

SUMMARY = _table(
    "summary",
    Key("undo", "u,ctrl+z", "undo", "undo the last grade", "undo the last grade"),
    Key(
        "leave",
        "q,enter,space,escape,ctrl+c",
        "leave",
        "leave",
        "go back home, or leave quizapp if the sitting did not begin there",
        priority=True,
    ),
)


SETTINGS = _table(
    "settings",
    Key("up", "up,k", "move(-1)", "move", "go to the setting above"),
    Key("down", "down,j", "move(1)", "move", "go to the setting below"),
    Key("less", "left,h", "step(-1)", "change", "the value before"),
    Key("more", "right,l", "step(1)", "change", "the next value"),
    Key("change", "enter,space", "change", "type", "type a number"),
    Key("default", "r", "default", "default", "back to the default"),
    Key("back", "escape,q,ctrl+c", "back", "back", "leave the settings"),
)

NOTICE = _table(
    "notice",
    Key(
        "close",
        "escape,enter,space,q,i,question_mark,ctrl+c",
        "dismiss",
        "close",
        "close this sheet",
    ),
)

TABLES = {
    "home": HOME,
    "browse": BROWSE,
    "study": STUDY,
    "code": CODE,
    "explore": EXPLORE,
    "statistics": STATISTICS,
    "summary": SUMMARY,
    "settings": SETTINGS,
    "notice": NOTICE,
}
"""Every table, by the name before its ids."""

EVERY = {key.id: key for table in TABLES.values() for key in table.values()}
"""Every key by its id."""


def bindings(table: dict[str, Key]) -> list[BindingType]:
    """Return a table's keys for a screen's BINDINGS."""
    return [key.binding() for key in table.values()]
