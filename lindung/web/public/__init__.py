"""Screens of one audience: public."""
