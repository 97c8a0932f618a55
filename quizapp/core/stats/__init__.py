"""Statistics: what the log says about the learner."""
