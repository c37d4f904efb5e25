"""Screens of practice: the way in, the way out, and what real work says meanwhile."""
