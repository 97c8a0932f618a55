"""Answer widgets: one for each way to answer."""
