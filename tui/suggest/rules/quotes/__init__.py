"""Which quotations and reported clauses are somebody's words, and which report each belongs to."""
