"""Django's registration of this module."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Register `intake`."""

    name = "lindung.intake"
