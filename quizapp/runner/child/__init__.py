"""The child's side of a run: everything here shares a process with the snippet."""
