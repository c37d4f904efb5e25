"""Short messages as networks count them: alphabets, parts, numbers. Pure."""
