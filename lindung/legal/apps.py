"""Django's registration of this module."""

from importlib import import_module

from django.apps import AppConfig


class LegalConfig(AppConfig):
    """Register `legal` and let it hear what others tell."""

    name = "lindung.legal"

    def ready(self) -> None:
        """Subscribe its handlers."""
        import_module("lindung.legal.handlers")
