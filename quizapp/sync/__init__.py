"""The door to a synced folder: events as files that one device each writes."""
