"""The pages of the public door."""
