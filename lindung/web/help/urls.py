"""Addresses of help."""

from django.urls import URLPattern, URLResolver, path

from lindung.web.help import paper, views

app_name = "help"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("semua/", views.booklet, name="booklet"),
    path("umum/", views.for_everyone, name="public"),
    path("formulir-kertas/", paper.kit, name="paper"),
    path("<slug:slug>/", views.page, name="page"),
]
