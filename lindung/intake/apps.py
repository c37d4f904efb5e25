"""Django's registration of this module."""

from importlib import import_module

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Register `intake` and let it hear what others tell."""

    name = "lindung.intake"

    def ready(self) -> None:
        """Subscribe its handlers."""
        import_module("lindung.intake.handlers")
