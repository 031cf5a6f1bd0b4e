"""The text engine: pure functions and values, from stored text to painted rows."""
