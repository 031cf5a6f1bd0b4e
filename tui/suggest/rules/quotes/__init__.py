"""Which quotations are somebody's words, and which report belongs to each."""
