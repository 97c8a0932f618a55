"""Anki's files, both ways: containers, collections, notes, history."""
