"""Which words end a noun phrase."""
