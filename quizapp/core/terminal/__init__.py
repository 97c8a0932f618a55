"""Terminal: text made safe for, and laid out in, terminal cells."""
