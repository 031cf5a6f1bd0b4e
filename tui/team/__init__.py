"""Several people's work: how far they agree, one decision out of many, and who does what."""
