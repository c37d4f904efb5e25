"""Every address of the site, one line per audience."""

from django.urls import include, path

from lindung.web.duty.urls import open_urlpatterns
from lindung.web.gates import healthz

handler404 = "lindung.web.gates.not_found"
handler500 = "lindung.web.gates.broken"
urlpatterns = [
    path("healthz", healthz),
    path("", include("lindung.web.accounts.urls")),
    path("", include((open_urlpatterns, "call"))),
    path("meja/piket/", include("lindung.web.duty.urls")),
    path("meja/penugasan/", include("lindung.web.field.urls")),
    path("catatan/", include("lindung.web.field.phone_urls")),
    path("meja/hukum/", include("lindung.web.law.urls")),
    path("meja/rujukan/", include("lindung.web.referrals.urls")),
    path("meja/", include("lindung.web.desk.urls")),
    path("pengaturan/saluran/", include("lindung.web.lines.urls")),
    path("pengaturan/", include("lindung.web.admin.urls")),
    path("bantuan/", include("lindung.web.help.urls")),
    path("latihan/", include("lindung.web.practice.urls")),
    path("kait/", include("lindung.web.hooks.urls")),
    path("api/v1/", include("lindung.web.api.urls")),
    path("", include("lindung.web.referrals.partner_urls")),
    path("", include("lindung.web.public.urls")),
]
