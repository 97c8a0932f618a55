"""Search: queries, the cards they match, and the states of cards."""
