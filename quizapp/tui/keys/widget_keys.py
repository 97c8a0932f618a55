"""Keys of the widgets: lists, pages, and the answers of each kind.

They act where no text is typed, except those of `blanks`, `speech`, `editor` and
`search`.
"""

from string import ascii_lowercase

from quizapp.tui.keys.key import Key, key_table

LIST_KEYS = key_table(
    "list",
    Key("up", "up,k", "move(-1)", "up", "Up"),
    Key("down", "down,j", "move(1)", "down", "Down"),
    Key("page-up", "pageup", "page(-1)", "page up", "A page up"),
    Key("page-down", "pagedown", "page(1)", "page down", "A page down"),
    Key("first", "home,g", "move_to(0)", "first", "To the first row"),
    Key("last", "end,G", "move_to(-1)", "last", "To the last row"),
)

PAGE_KEYS = key_table(
    "page",
    Key("up", "up", "scroll_up", "scroll up", "Scroll up"),
    Key("down", "down", "scroll_down", "scroll down", "Scroll down"),
    Key("page-up", "pageup", "page_up", "page up", "Scroll a page up"),
    Key("page-down", "pagedown", "page_down", "page down", "Scroll a page down"),
    Key("top", "home", "scroll_home", "top", "Scroll to the top"),
    Key("bottom", "end", "scroll_end", "bottom", "Scroll to the end"),
)

SEARCH_KEYS = key_table(
    "search",
    Key("previous", "up", "rows('row', -1)", "up", "Previous card, while searching"),
    Key("next", "down", "rows('row', 1)", "down", "Next card, while searching"),
    Key("back-a-page", "pageup", "rows('page', -1)", "page up", "A page up"),
    Key("on-a-page", "pagedown", "rows('page', 1)", "page down", "A page down"),
)

FLASHCARD_KEYS = key_table(
    "flashcard",
    Key("reveal", "space,enter", "reveal", "reveal", "Reveal the answer"),
)

CHOICE_KEYS = key_table(
    "choice",
    *(
        Key(str(n), str(n), f"pick({n})", "pick", "Pick that option; again: answer")
        for n in range(1, 10)
    ),
    Key("up", "up,k", "move(-1)", "up", "Move up"),
    Key("down", "down,j", "move(1)", "down", "Move down"),
    Key("mark", "space", "mark", "pick", "Pick the option at the cursor, or unpick it"),
    Key("answer", "enter", "submit", "answer", "Answer"),
)

TICKS_KEYS = key_table(
    "ticks",
    *(
        Key(str(n), str(n), f"tick({n})", "tick", "Tick that point, or untick it")
        for n in range(1, 10)
    ),
    Key("up", "up,k", "move(-1)", "up", "Move up"),
    Key("down", "down,j", "move(1)", "down", "Move down"),
    Key(
        "tick",
        "space,x",
        "tick_here",
        "tick",
        "Tick the point at the cursor, or untick it",
    ),
    Key("answer", "enter", "accept", "accept", "Accept the ticks"),
)

ORDER_KEYS = key_table(
    "order",
    Key("grab", "space", "grab", "grab", "Grab the line, and drop it"),
    Key("up", "up,k", "move(-1)", "move", "Move up, with a grabbed line"),
    Key("down", "down,j", "move(1)", "move", "Move down, with a grabbed line"),
    Key("carry-up", "K,shift+up", "carry(-1)", "carry up", "Move the line up"),
    Key("carry-down", "J,shift+down", "carry(1)", "carry down", "Move the line down"),
    Key("outdent", "left", "indent(-1)", "indent", "Indent the line less"),
    Key("indent", "right", "indent(1)", "indent", "Indent the line more"),
    Key("remove", "x", "leave_out", "remove", "Remove the line, or use it again"),
    Key("answer", "enter", "submit", "answer", "Answer, or drop the line"),
)

MATCH_KEYS = key_table(
    "match",
    *(
        Key(
            letter,
            letter,
            f"choose('{letter}')",
            "pair",
            "Pair the row at the cursor with that letter",
        )
        for letter in ascii_lowercase
    ),
    Key("up", "up", "move(-1)", "move", "Move up"),
    Key("down", "down,tab", "move(1)", "move", "Move down"),
    Key("previous-letter", "left", "turn(-1)", "letter", "Previous letter"),
    Key("next-letter", "right,space", "turn(1)", "letter", "Next letter"),
    Key("clear", "backspace,delete", "clear", "no letter", "No letter"),
    Key("answer", "enter", "submit", "answer", "Answer"),
)

BLANKS_KEYS = key_table(
    "blanks",
    Key("next", "tab,down", "move(1)", "next", "Next blank", priority=True),
    Key(
        "previous", "up,shift+tab", "move(-1)", "back", "Previous blank", priority=True
    ),
)

SPEECH_KEYS = key_table(
    "speech",
    Key("commit", "ctrl+s", "commit", "reveal the points", "Reveal the points"),
)

EDITOR_KEYS = key_table(
    "editor",
    Key("undo-typing", "ctrl+underscore", "undo", "undo", "Undo an edit"),
    Key("indent", "tab", "shift_lines(1)", "indent", "Indent, or indent the lines"),
    Key("outdent", "shift+tab", "shift_lines(-1)", "outdent", "Indent the lines less"),
)

WIDGET_TABLES = {
    "list": LIST_KEYS,
    "page": PAGE_KEYS,
    "search": SEARCH_KEYS,
    "flashcard": FLASHCARD_KEYS,
    "choice": CHOICE_KEYS,
    "ticks": TICKS_KEYS,
    "order": ORDER_KEYS,
    "match": MATCH_KEYS,
    "blanks": BLANKS_KEYS,
    "speech": SPEECH_KEYS,
    "editor": EDITOR_KEYS,
}
"""By the first word of their ids."""

WITHOUT_TYPING = {"list", "page", "flashcard", "choice", "ticks", "order", "match"}
"""The tables in which a letter may do anything."""
