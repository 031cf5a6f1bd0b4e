"""Code that the formats share: options, offsets, tokens, losses, validation, atomic output."""
