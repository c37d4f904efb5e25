"""Somebody out there, of whom figures count."""

from tests.response.conftest import high, mission, sends, unit  # noqa: F401
