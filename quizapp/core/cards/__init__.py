"""Cards: the content of decks, the values drawn for a card, the code it may run."""
