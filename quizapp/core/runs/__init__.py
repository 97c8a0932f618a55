"""Runs: what to run, and what a run showed."""
