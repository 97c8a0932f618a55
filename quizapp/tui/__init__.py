"""The Textual front end: thin views over `study`."""
