"""Basics: the words that every other room uses."""
