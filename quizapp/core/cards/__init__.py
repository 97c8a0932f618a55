"""Cards: what a deck holds, how a card is drawn, and what it may run."""
