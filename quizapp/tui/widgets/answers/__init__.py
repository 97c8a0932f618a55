"""Answer widgets: one for each way of answering."""
