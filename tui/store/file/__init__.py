"""The database file itself: opening it, its transactions, and which log belongs to it."""
