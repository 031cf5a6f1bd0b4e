"""The name of a person in a noun phrase."""
