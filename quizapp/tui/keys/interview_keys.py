"""The keys of the mock interview: setting it up, answering, and its debrief."""

from quizapp.tui.keys.key import Key, key_table

INTERVIEW_KEYS = key_table(
    "interview",
    Key(
        "submit",
        "ctrl+s",
        "commit",
        "submit",
        "Submit what is typed; in an empty field: I said it aloud",
    ),
    Key("skip", "ctrl+g", "skip", "I don't know", "I don't know: go on"),
    Key("pause", "ctrl+l,f2", "pause", "pause", "Stop the clocks", priority=True),
    Key("accept", "space,enter", "accept", "go on", "Go on"),
    Key("guess", "1", "grade(1)", "guess", "How sure: a guess"),
    Key("unsure", "2", "grade(2)", "unsure", "How sure: unsure"),
    Key("fairly-sure", "3", "grade(3)", "fairly sure", "How sure: fairly sure"),
    Key("certain", "4", "grade(4)", "certain", "How sure: certain"),
    Key("lower", "left", "turn(-1)", "lower", "Less sure"),
    Key("higher", "right", "turn(1)", "higher", "More sure"),
    Key("no-ticks", "escape", "skip_ticks", "skip ticking", "Go on without ticks"),
    Key("help", "question_mark", "app.help", "help", "Show keys"),
    Key(
        "leave",
        "ctrl+c",
        "leave",
        "end",
        "End the interview; asks first, and keeps what you answered",
        priority=True,
    ),
)

DEBRIEF_KEYS = key_table(
    "debrief",
    Key("next", "right,n", "turn(1)", "next", "Next question, or the scorecard"),
    Key("previous", "left,p", "turn(-1)", "back", "Previous question"),
    Key("card", "s", "scorecard", "scorecard", "To the scorecard"),
    Key("tick", "t", "tick_again", "tick", "Tick the points of this answer again"),
    Key("study", "space", "study", "study these", "Study what you missed, now"),
    Key(
        "second-look",
        "l",
        "second_look",
        "second look",
        "Days later: tick all answers again, without seeing your first ticks",
    ),
    Key("help", "question_mark", "app.help", "help", "Show keys"),
    Key("leave", "escape,q,ctrl+c", "leave", "leave", "Leave", priority=True),
)

INTERVIEWS_KEYS = key_table(
    "interviews",
    Key("up", "up,k", "move(-1)", "move", "Previous row"),
    Key("down", "down,j", "move(1)", "move", "Next row"),
    Key("less", "left,h", "step(-1)", "change", "Previous value"),
    Key("more", "right,l", "step(1)", "change", "Next value"),
    Key("start", "enter,space", "start", "start", "Start, resume, or open"),
    Key("finish", "x", "finish", "end it", "End the interrupted interview"),
    Key("help", "question_mark", "app.help", "help", "Show keys"),
    Key("leave", "escape,q,ctrl+c", "leave", "back", "Go back", priority=True),
)

INTERVIEW_TABLES = {
    "interview": INTERVIEW_KEYS,
    "debrief": DEBRIEF_KEYS,
    "interviews": INTERVIEWS_KEYS,
}
"""By the first word of their ids."""
