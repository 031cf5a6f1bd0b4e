"""Names that no list has and their place tells, such as before a verb or beside an office."""
