"""The neutral addresses of partners, who have no account."""

from django.urls import URLPattern, URLResolver, path

from lindung.web.referrals import partner

urlpatterns: list[URLPattern | URLResolver] = [
    path("jawab/", partner.shown, name="partner_shown"),
    path("jawab/<slug:code>/<slug:secret>/", partner.enter, name="partner_enter"),
]
