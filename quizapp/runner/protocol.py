"""Protocol: what the two sides of a run must agree on."""

READING = frozenset({"read files", "list folders"})
"""The acts of the probe that Landlock alone refuses."""
