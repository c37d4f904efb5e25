"""Screens of the field: who goes out, one mission under one thumb, and danger at the desk."""
