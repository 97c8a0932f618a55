"""The doors to programs that are not ours: editor, FSRS's optimizer, second opinion."""
