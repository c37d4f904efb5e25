"""Screens of one audience: help."""
