"""Values: Python values as frozen data, read from text and written as text."""
