"""Tables: CSV, TSV and text with one card a row, as Anki and spreadsheets have them."""
