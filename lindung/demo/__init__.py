"""Invented units, people and a year of work, made from a seed. Never mixed with real work."""
