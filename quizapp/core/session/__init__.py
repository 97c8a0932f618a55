"""Session: the state machine of a study session."""
