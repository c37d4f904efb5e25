"""Screens of one audience: admin."""
