"""Judging: a response is compared with an outcome and becomes a verdict."""
