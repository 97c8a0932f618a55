"""Scheduling: the log of reviews becomes memories, due days and an agenda."""
