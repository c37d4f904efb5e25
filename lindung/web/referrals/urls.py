"""Addresses of referrals, below `/meja/rujukan/`."""

from django.urls import URLPattern, URLResolver, path

from lindung.web import numbers  # noqa: F401  # teaches `path` the word case_number
from lindung.web.referrals import asking, card

app_name = "referrals"
CASE = "<case_number:number>/"
ONE = CASE + "<uuid:referral_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("mitra/", card.night_card, name="card"),
    path("mitra/<uuid:partner_id>/coba/", card.tried_number, name="tried"),
    path(CASE, asking.referrals, name="referrals"),
    path(CASE + "baru/", asking.prepare, name="prepare"),
    path(ONE, asking.referral, name="referral"),
    path(ONE + "buka/", asking.open_words, name="open"),
    path(ONE + "kirim/", asking.send, name="send"),
    path(ONE + "tautan/", asking.renew, name="renew"),
    path(ONE + "surat/", asking.letter, name="letter"),
    path(ONE + "akhiri/", asking.end, name="end"),
]
