"""Presets: keys for a habit or a keyboard, which the user's own keys override."""

_VIM = {
    "page.up": "up,k",
    "page.down": "down,j",
    "page.page-up": "pageup,ctrl+u",
    "page.page-down": "pagedown,ctrl+d",
    "page.top": "home,g",
    "page.bottom": "end,G",
    "list.page-up": "pageup,ctrl+u",
    "list.page-down": "pagedown,ctrl+d",
    "settings.page-up": "pageup,ctrl+u",
    "settings.page-down": "pagedown,ctrl+d",
    "plan.page-up": "pageup,ctrl+u",
    "plan.page-down": "pagedown,ctrl+d",
    "order.outdent": "left,<",
    "order.indent": "right,>",
}
"""Lists and rows have j, k, g and G anyway."""

_AZERTY = dict(zip("123456789", "&é\"'(-è_ç", strict=True))
"""The digits, and what their keys type without Shift."""
_GRADES = ("again", "hard", "good", "easy")

IN_BROWSER = {
    "study.hint-typing": "f2,ctrl+t",
    "study.undo-typing": "ctrl+z,ctrl+underscore",
    "study.run": "r,f8,ctrl+r",
    "code.try": "f8,ctrl+r",
    "code.hand-in": "f9,ctrl+s",
    "code.give-up": "f4,ctrl+g",
    "explore.run": "f8,ctrl+r",
    "explore.original": "f4,ctrl+o",
    "interview.submit": "f9,ctrl+s",
    "interview.skip": "f4,ctrl+g",
    "interview.pause": "f2,ctrl+l",
    "remark.save": "enter,f9,ctrl+s",
    "speech.commit": "f9,ctrl+s",
    "editor.undo-typing": "ctrl+z,ctrl+underscore",
    "app.palette": "f10,ctrl+p",
    "app.shell": "",
}
"""For served screens: browsers keep Ctrl+T, Ctrl+N and Ctrl+W for themselves, and use
the other keys with Ctrl when the page has no focus."""

PRESETS = {
    "vim": _VIM,
    "azerty": {
        **{
            f"{table}.{digit}": f"{digit},{typed}"
            for table in ("choice", "ticks")
            for digit, typed in _AZERTY.items()
        },
        **{
            f"study.{grade}": f"{digit},{typed}"
            for grade, (digit, typed) in zip(_GRADES, _AZERTY.items(), strict=False)
        },
    },
}
"""Keys by ids, by the name of the preset."""
