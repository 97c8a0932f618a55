"""The keys of home, and of the list of topics that it opens."""

from quizapp.tui.keys.key import Key, key_table

HOME_KEYS = key_table(
    "home",
    Key("study", "space", "study", "study", "Study what is due"),
    Key(
        "study-this",
        "enter",
        "study_this",
        "deck",
        "Study the deck or topic at the cursor",
    ),
    Key("browse", "b,slash", "app.browse", "browse", "Search and preview cards"),
    Key("topics", "t", "app.topics", "topics", "Choose the topics to study"),
    Key("plan", "p", "app.plan", "plan", "Plan the days up to your interview"),
    Key("interview", "i", "app.interviews", "interview", "Take a mock interview"),
    Key("statistics", "s", "app.statistics", "stats", "Your progress"),
    Key("settings", "comma", "app.settings", "settings", "Change settings"),
    Key("help", "question_mark", "app.help", "help", "Show keys"),
    Key("leave", "q,ctrl+c", "leave", "quit", "Quit quizapp", priority=True),
)

TOPICS_KEYS = key_table(
    "topics",
    Key("up", "up,k", "move(-1)", "move", "Previous topic"),
    Key("down", "down,j", "move(1)", "move", "Next topic"),
    Key("choose", "space,x", "choose", "choose", "Choose the topic, or leave it out"),
    Key("only", "o", "only", "only this", "Choose only the topic at the cursor"),
    Key("all", "a", "all", "all", "Choose all topics"),
    Key("save", "enter", "save", "save", "Save what is chosen"),
    Key("help", "question_mark", "app.help", "help", "Show keys"),
    Key(
        "leave", "escape,q,ctrl+c", "leave", "back", "Leave it as it was", priority=True
    ),
)
