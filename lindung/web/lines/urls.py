"""Addresses of connected channels, below `/pengaturan/saluran/`."""

from django.urls import URLPattern, URLResolver, path

from lindung.web.lines import views

app_name = "lines"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.lines, name="lines"),
    path("<slug:channel>/", views.connect, name="connect"),
    path("whatsapp/kalimat/", views.phrases, name="phrases"),
    path("whatsapp/kalimat/<uuid:phrase_id>/hapus/", views.end_phrase, name="end-phrase"),
    path("<slug:channel>/pertanyaan/", views.question, name="question"),
    path("<slug:channel>/keputusan/", views.decide, name="decide"),
    path("<slug:channel>/lihat/", views.look, name="look"),
    path("<slug:channel>/buka/", views.open_line, name="open"),
    path("<slug:channel>/tutup/", views.close, name="close"),
]
