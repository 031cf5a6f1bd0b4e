"""Names of persons in noun phrases: found by rules, those of a language in its own module."""
