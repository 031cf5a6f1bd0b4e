"""The reader: everything that depends on Textual."""
