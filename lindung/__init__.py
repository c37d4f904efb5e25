"""Lindung: the working system of a district unit for the protection of women and children."""

__version__ = "0.1.0"
