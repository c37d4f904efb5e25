"""Screens of one audience: desk."""
