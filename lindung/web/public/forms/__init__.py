"""The questions of the public door: each may be skipped, each says why it is asked."""
