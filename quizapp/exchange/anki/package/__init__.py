"""Writing Anki's packages: notes, their look, history and schedule, in schema 11."""
