"""Look: colors, Markdown and highlighted code."""
