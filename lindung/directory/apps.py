"""Django's registration of this module."""

from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    """Register `directory`."""

    name = "lindung.directory"
