"""The app's side of a run: trusted code that starts children and reads frames."""
