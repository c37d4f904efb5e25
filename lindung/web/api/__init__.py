"""Screens of one audience: api."""
