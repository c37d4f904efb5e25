"""Addresses of the field app, below `/catatan/`: the scope of its service worker, and no more."""

from django.urls import URLPattern, URLResolver, path

from lindung.web import numbers  # noqa: F401  # teaches `path` the word mission_number
from lindung.web.field.views import phone

app_name = "carry"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", phone.app, name="app"),
    path("kerja.js", phone.worker, name="worker"),
    path("catatan.webmanifest", phone.manifest, name="manifest"),
    path("masih/", phone.still, name="still"),
    path("pasang/", phone.install, name="install"),
    path("tugas/", phone.list_carried, name="list"),
    path("tugas/<mission_number:number>/", phone.one_carried, name="one"),
    path("kirim/", phone.hand_in, name="hand_in"),
    path("kosong/", phone.emptied, name="emptied"),
]
