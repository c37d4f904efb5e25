"""Addresses of the settings."""

from django.urls import URLPattern, URLResolver, path

from lindung.web.admin.views import guard, home, staff, tokens, trail, unit

app_name = "admin"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("petugas/", staff.staff, name="staff"),
    path("petugas/baru/", staff.add, name="add"),
    path("petugas/<uuid:staff_id>/", staff.one, name="one"),
    path("petugas/<uuid:staff_id>/nama/", staff.change, name="change"),
    path("petugas/<uuid:staff_id>/peran/", staff.roles, name="roles"),
    path("petugas/<uuid:staff_id>/jalan-masuk/", staff.renew, name="renew"),
    path("petugas/<uuid:staff_id>/berhenti/", staff.leave, name="leave"),
    path("unit/", unit.unit, name="unit"),
    path("tenggat/", unit.limits, name="limits"),
    path("token/", tokens.tokens, name="tokens"),
    path("token/baru/", tokens.create, name="token_new"),
    path("token/<uuid:token_id>/akhiri/", tokens.revoke, name="token_end"),
    path("jejak/", trail.trail, name="trail"),
    path("pembukaan/", guard.openings, name="openings"),
    path("umpan/", guard.decoys, name="decoys"),
    path("umpan/<uuid:decoy_id>/", guard.decoy, name="decoy"),
    path("keluar-hari-ini/", guard.leaving, name="leaving"),
    path("benturan/", trail.conflicts, name="conflicts"),
]
