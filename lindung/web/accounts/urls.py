"""Addresses for signing in and for one's own keys.

allauth looks for its pages by name. Those we do not have (signing up, mail, a lost password by
mail) keep their names and answer that nothing is here.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as spare
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, URLResolver, path

from lindung.web.accounts import decisions, views, witness
from lindung.web.accounts.library import rendered
from lindung.web.gates import public, setting_up, signed_in

ABSENT = {
    "account_signup": "",
    "account_inactive": "",
    "account_email": "",
    "account_email_verification_sent": "",
    "account_confirm_email": "<key>/",
    "account_set_password": "",
    "account_reset_password": "",
    "account_reset_password_done": "",
    "account_reset_password_from_key": "<uidb36>/<key>/",
    "account_reset_password_from_key_done": "",
    "account_confirm_login_code": "",
    "mfa_download_recovery_codes": "",
}

urlpatterns: list[URLPattern | URLResolver] = [
    path("masuk/", public(rendered(account.login)), name="account_login"),
    path("masuk/kunci/", public(rendered(mfa.authenticate)), name="mfa_authenticate"),
    path("masuk/passkey/", public(rendered(webauthn.login_webauthn)), name="mfa_login_webauthn"),
    path("keluar/", public(rendered(account.logout)), name="account_logout"),
    path("saksi/", witness.enter, name="account_witness"),
    path("saksi/putusan/", witness.decide, name="account_witness_decide"),
    path("akun/", views.home, name="account_home"),
    path("akun/masih/", views.still_here, name="account_still_here"),
    path("akun/putusan/", decisions.waiting, name="account_decisions"),
    path("akun/putusan/<uuid:approval_id>/saksi/", decisions.invite, name="account_invite"),
    path(
        "akun/putusan/register/<uuid:export_id>/saksi/",
        decisions.invite_for_names,
        name="account_invite_names",
    ),
    path(
        "akun/sandi/", setting_up(rendered(account.password_change)), name="account_change_password"
    ),
    path(
        "akun/konfirmasi/",
        setting_up(rendered(account.reauthenticate)),
        name="account_reauthenticate",
    ),
    path(
        "akun/konfirmasi/kode/", setting_up(rendered(mfa.reauthenticate)), name="mfa_reauthenticate"
    ),
    path(
        "akun/konfirmasi/passkey/",
        setting_up(rendered(webauthn.reauthenticate_webauthn)),
        name="mfa_reauthenticate_webauthn",
    ),
    path("akun/kunci/", setting_up(rendered(mfa.index)), name="mfa_index"),
    path(
        "akun/kunci/aplikasi/", setting_up(rendered(totp.activate_totp)), name="mfa_activate_totp"
    ),
    path(
        "akun/kunci/aplikasi/lepas/",
        signed_in(rendered(totp.deactivate_totp)),
        name="mfa_deactivate_totp",
    ),
    path(
        "akun/kunci/cadangan/",
        setting_up(rendered(spare.view_recovery_codes)),
        name="mfa_view_recovery_codes",
    ),
    path(
        "akun/kunci/cadangan/baru/",
        signed_in(rendered(spare.generate_recovery_codes)),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "akun/kunci/passkey/",
        setting_up(rendered(webauthn.list_webauthn)),
        name="mfa_list_webauthn",
    ),
    path(
        "akun/kunci/passkey/baru/",
        setting_up(rendered(webauthn.add_webauthn)),
        name="mfa_add_webauthn",
    ),
    path(
        "akun/kunci/passkey/<int:pk>/",
        signed_in(rendered(webauthn.edit_webauthn)),
        name="mfa_edit_webauthn",
    ),
    path(
        "akun/kunci/passkey/<int:pk>/hapus/",
        signed_in(rendered(webauthn.remove_webauthn)),
        name="mfa_remove_webauthn",
    ),
    path("akun/sesi/", signed_in(rendered(views.noting_ends)), name="usersessions_list"),
    *[
        path(f"akun/tidak-ada/{name}/{rest}", views.absent, name=name)
        for name, rest in ABSENT.items()
    ],
]
