"""The app's side of a run, trusted: starts children, sends code, reads frames, kills.

Whatever a child does, `run` returns an outcome and never raises. Nothing a child
sends is unpickled, evaluated, or used before it was checked.
"""
