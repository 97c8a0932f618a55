"""The door to a browser: the guard in front of textual-serve, on this machine."""
