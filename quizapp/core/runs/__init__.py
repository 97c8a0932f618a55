"""Runs: programs to run, and their results."""
