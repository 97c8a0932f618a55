"""Every key: what it does, and its words in the footer and in help.

An `id` begins with the name of its screen, and is stable, because users remap keys by
it. Letters never act while an input has the focus, so what must work there has a Ctrl
key too. Footers name keys by these ids; `keymap` applies the user's own keys.
"""

from collections.abc import Mapping

from msgspec.structs import replace
from textual.binding import BindingType

from quizapp.tui.keys.home_keys import HOME_KEYS, TOPICS_KEYS
from quizapp.tui.keys.interview_keys import INTERVIEW_TABLES
from quizapp.tui.keys.key import Key, key_table
from quizapp.tui.keys.widget_keys import WIDGET_TABLES

_REMARKS = (
    Key(
        "star",
        "asterisk",
        "remark('star')",
        "star",
        "Star the card, or remove its star",
    ),
    Key("note", "a", "remark('note')", "note", "Add a note, shown after the answer"),
    Key(
        "report",
        "exclamation_mark",
        "remark('report')",
        "report",
        "Report the card as wrong to its author",
    ),
)
"""On the card at hand, wherever it is."""

STUDY_KEYS = key_table(
    "study",
    Key(
        "accept",
        "space,enter",
        "accept",
        "suggested grade",
        "Reveal, skip “How sure?”, or take the suggested grade",
    ),
    Key("again", "1", "grade(1)", "Again", "guess / Again: did not know it"),
    Key("hard", "2", "grade(2)", "Hard", "unsure / Hard: knew it, but it took effort"),
    Key("good", "3", "grade(3)", "Good", "fairly sure / Good: knew it"),
    Key("easy", "4", "grade(4)", "Easy", "certain / Easy: knew it at once"),
    Key(
        "lower", "left", "turn(-1)", "lower", "Choose the grade before; Space takes it"
    ),
    Key(
        "higher", "right", "turn(1)", "higher", "Choose the next grade; Space takes it"
    ),
    Key("undo", "u", "undo", "undo", "Undo the last step"),
    Key(
        "undo-typing",
        "ctrl+underscore",
        "undo",
        "undo",
        "Undo (when the answer is empty)",
        priority=True,
    ),
    Key("hint", "h", "hint", "hint", "Show a hint"),
    Key(
        "hint-typing",
        "ctrl+t",
        "hint",
        "hint",
        "Show a hint while typing",
        priority=True,
    ),
    Key("right", "w", "override", "I was right", "Mark my answer correct anyway"),
    Key("run", "r,ctrl+r", "prove", "run", "Run the code after answering"),
    Key(
        "explore",
        "e",
        "explore",
        "explore",
        "Edit the code after answering, and run it again",
    ),
    Key(
        "draw-again",
        "n",
        "draw_again",
        "new numbers",
        "Ask the card again with other numbers; nothing is recorded",
    ),
    Key(
        "follow-up",
        "f",
        "app.follow_up",
        "follow-ups",
        "After an open question: ask its follow-ups next",
    ),
    Key("copy", "y", "app.copy", "copy", "Copy what to say in the interview"),
    Key("open", "o", "open", "edit", "Open the card in your editor"),
    Key(
        "bury",
        "minus",
        "set_aside('buried')",
        "bury",
        "Bury: skip until tomorrow",
    ),
    Key(
        "suspend",
        "at",
        "set_aside('suspended')",
        "suspend",
        "Suspend: stop asking until you resume it",
    ),
    *_REMARKS,
    Key("info", "i", "app.info", "info", "Card details"),
    Key(
        "leave-field",
        "escape",
        "leave_field",
        "keys",
        "Leave the answer for the keys, return to it, or stop a run",
    ),
    Key("help", "question_mark", "app.help", "help", "Show keys"),
    Key("quit", "q", "finish", "end", "End the session and show its summary"),
    Key(
        "interrupt",
        "ctrl+c",
        "interrupt",
        "end",
        "Stop a run, or end the session",
        priority=True,
    ),
)

BROWSE_KEYS = key_table(
    "browse",
    Key("search", "slash", "search", "find", "Search"),
    Key(
        "preview",
        "enter",
        "preview",
        "preview",
        "Preview the card; press again to scroll it",
    ),
    Key("run", "r", "run", "run", "Run the card's code"),
    Key(
        "past",
        "t,i",
        "history",
        "history",
        "Show the card's history, or the card again",
    ),
    Key("study", "s", "study", "study", "Study this card now"),
    Key("study-all", "S", "study_all", "study all", "Study all cards that match"),
    Key(
        "suspend",
        "at",
        "suspend",
        "suspend",
        "Suspend or resume the card; its schedule stays",
    ),
    Key(
        "bury",
        "minus",
        "bury",
        "bury",
        "Bury until tomorrow, or unbury",
    ),
    *_REMARKS,
    Key("reset", "x", "reset", "reset", "Reset: make the card new again; asks first"),
    Key(
        "undo",
        "u,ctrl+underscore",
        "undo",
        "undo",
        "Undo the last change on this screen",
    ),
    Key("open", "o", "open", "edit", "Open the card in your editor, then reload"),
    Key("help", "question_mark", "app.help", "help", "Show keys"),
    Key(
        "leave",
        "escape",
        "leave",
        "back",
        "Stop a run, or go back one step",
    ),
    Key("quit", "q", "interrupt", "back", "Stop a run, or leave this screen"),
    Key(
        "interrupt",
        "ctrl+c",
        "interrupt",
        "back",
        "Stop a run, or leave this screen",
        priority=True,
    ),
)


CODE_KEYS = key_table(
    "code",
    Key(
        "try",
        "ctrl+r",
        "try",
        "run checks",
        "Run the checks on your code, as often as you like",
    ),
    Key("hand-in", "ctrl+s", "hand_in", "submit", "Submit your code"),
    Key(
        "give-up",
        "ctrl+g",
        "give_up",
        "give up",
        "Give up: see the solution; asks first",
    ),
)

EXPLORE_KEYS = key_table(
    "explore",
    Key("run", "ctrl+r", "run", "run", "Run the edited code"),
    Key("original", "ctrl+o", "original", "original", "Restore the original code"),
    Key(
        "back",
        "escape",
        "back",
        "back",
        "Stop a run, or go back to the verdict",
        priority=True,
    ),
    Key(
        "interrupt",
        "ctrl+c",
        "interrupt",
        "copy / stop",
        "Stop a run, or copy the selection",
        priority=True,
    ),
)

STATISTICS_KEYS = key_table(
    "statistics",
    Key(
        "window", "w,space", "window", "month / quarter / year", "Change the time range"
    ),
    Key("help", "question_mark", "app.help", "help", "Show keys"),
    Key("back", "escape,q,ctrl+c", "back", "back", "Go back", priority=True),
)

SUMMARY_KEYS = key_table(
    "summary",
    Key(
        "undo", "u,ctrl+underscore", "undo", "undo the last step", "Undo the last step"
    ),
    Key(
        "missed",
        "m",
        "missed",
        "study missed",
        "Study the missed cards again; nothing is recorded",
    ),
    Key(
        "leave",
        "q,enter,space,escape,ctrl+c",
        "leave",
        "leave",
        "Go home; quit if the session did not start there",
        priority=True,
    ),
)


SETTINGS_KEYS = key_table(
    "settings",
    Key("up", "up,k", "move(-1)", "move", "Previous setting"),
    Key("down", "down,j", "move(1)", "move", "Next setting"),
    Key("less", "left,h", "step(-1)", "change", "Previous value"),
    Key("more", "right,l", "step(1)", "change", "Next value"),
    Key("change", "enter,space", "change", "type", "Type a value"),
    Key("default", "r", "default", "default", "Restore the default"),
    Key("page-up", "pageup", "leap(-5)", "leap", "Five settings up"),
    Key("page-down", "pagedown", "leap(5)", "leap", "Five settings down"),
    Key("first", "home,g", "leap(-999)", "first", "First setting"),
    Key("last", "end,G", "leap(999)", "last", "Last setting"),
    Key("help", "question_mark", "app.help", "help", "Show keys"),
    Key("back", "escape,q,ctrl+c", "back", "back", "Leave the settings"),
)

PLAN_KEYS = key_table(
    "plan",
    Key("up", "up,k", "move(-1)", "move", "Previous row"),
    Key("down", "down,j", "move(1)", "move", "Next row"),
    Key("page-up", "pageup", "move(-7)", "leap", "A week up"),
    Key("page-down", "pagedown", "move(7)", "leap", "A week down"),
    Key("first", "home,g", "move(-9999)", "first", "First row"),
    Key("last", "end,G", "move(9999)", "last", "Last row"),
    Key("less", "left,h", "step(-1)", "change", "Less, or earlier"),
    Key("more", "right,l", "step(1)", "change", "More, or later"),
    Key("date", "d", "date", "date", "Type the date of the interview"),
    Key("away", "x", "away", "day off", "Make the day at the cursor a day off, or not"),
    Key("save", "enter", "save", "save", "Save the plan, and use it"),
    Key("help", "question_mark", "app.help", "help", "Show keys"),
    Key("back", "escape,q,ctrl+c", "back", "back", "Leave; what is not saved is lost"),
)

REMARK_KEYS = key_table(
    "remark",
    Key("save", "enter,ctrl+s", "save", "save", "Save the text", priority=True),
    Key("close", "escape,ctrl+c", "close", "close", "Change nothing", priority=True),
)

NOTICE_KEYS = key_table(
    "notice",
    Key(
        "close",
        "escape,enter,space,q,i,question_mark,ctrl+c",
        "dismiss",
        "close",
        "Close",
    ),
)

APP_KEYS = key_table(
    "app",
    Key(
        "palette",
        "ctrl+p",
        "command_palette",
        "commands",
        "Search all commands and themes",
        priority=True,
    ),
    Key(
        "shell",
        "ctrl+z",
        "suspend_process",
        "shell",
        "Suspend quizapp; `fg` comes back",
        priority=True,
    ),
)

TABLES = {
    "home": HOME_KEYS,
    "topics": TOPICS_KEYS,
    "browse": BROWSE_KEYS,
    "study": STUDY_KEYS,
    "code": CODE_KEYS,
    "explore": EXPLORE_KEYS,
    "statistics": STATISTICS_KEYS,
    "summary": SUMMARY_KEYS,
    "settings": SETTINGS_KEYS,
    "plan": PLAN_KEYS,
    **INTERVIEW_TABLES,
    "remark": REMARK_KEYS,
    "notice": NOTICE_KEYS,
    "app": APP_KEYS,
    **WIDGET_TABLES,
}
"""Every table, by the first word of its ids."""

ALL_KEYS = {key.id: key for table in TABLES.values() for key in table.values()}
"""Every key by its id."""


def bindings(*tables: Mapping[str, Key], through: str = "") -> list[BindingType]:
    """Return the keys of tables for the BINDINGS of a class.

    With `through`, this action gets theirs as its argument.
    """
    return [
        (
            replace(key, action=f"{through}('{key.action}')") if through else key
        ).binding()
        for table in tables
        for key in table.values()
    ]
