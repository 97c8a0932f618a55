"""Statistics: figures about the learner, from the log."""
