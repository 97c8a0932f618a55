"""Wording: sentences and charts for people, whoever shows them."""
