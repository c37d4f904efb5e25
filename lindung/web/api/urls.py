"""Addresses of other systems: everything below `/api/v1/`, each behind the API's own gate."""

from django.urls import URLPattern, URLResolver, re_path

from lindung.web import numbers  # noqa: F401  # registers the numbers people say aloud
from lindung.web.api.api import api
from lindung.web.api.gate import api_gate, nothing_here
from lindung.web.gates import gated

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    *gated(api.urls[0], api_gate),
    re_path(r"^.*$", nothing_here),
]
