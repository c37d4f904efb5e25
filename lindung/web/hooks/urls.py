"""Addresses of webhooks, below `/kait/`. They hold a unit's code and nothing else."""

from django.urls import URLPattern, URLResolver, path

from lindung.web.hooks import sms, views

app_name = "hooks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<slug:unit_code>/sms/", sms.incoming, name="sms"),
    path("<slug:unit_code>/sms/kabar/", sms.status, name="sms-status"),
    path("<slug:unit_code>/wa/", views.whatsapp, name="whatsapp"),
]
