"""Django's registration of this module."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Register `people`."""

    name = "lindung.people"
