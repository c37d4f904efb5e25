"""Addresses of practice itself; the desk's own follow below them, see `web.practising`."""

from django.urls import URLPattern, URLResolver, path

from lindung.web.practice import views

app_name = "practice"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.door, name="door"),
    path("mulai/", views.enter, name="enter"),
    path("selesai/", views.leave, name="leave"),
    path("ulang/", views.renew, name="renew"),
    path("sungguhan/", views.real, name="real"),
]
