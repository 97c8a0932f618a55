"""Keys: what each key does, under which names, and the footers that show them."""
