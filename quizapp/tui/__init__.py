"""The door to Textual: thin views over `study`, an adapter like any other."""
