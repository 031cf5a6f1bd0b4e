"""Who spoke: the reports of a passage, also where their clauses name nobody."""
