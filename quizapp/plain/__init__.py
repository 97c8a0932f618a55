"""Plain: the front end that reads lines and prints text."""
