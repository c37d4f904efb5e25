"""All settings. Deployments differ only by environment variables; docs/SETTINGS.md lists them."""

import os
from pathlib import Path
from typing import Any

import django_stubs_ext
from psycopg.conninfo import conninfo_to_dict

django_stubs_ext.monkeypatch()  # lets model fields carry types at run time


def text(name: str, default: str = "") -> str:
    """Read one setting."""
    return os.environ.get(name, "") or default


def number(name: str, default: int) -> int:
    """Read a whole number, or stop with a sentence."""
    value = text(name, str(default))
    if not value.isdigit():
        raise SystemExit(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def database(url: str) -> dict[str, Any]:
    """Read `postgresql://role:password@host:port/name`; without a host, the local socket."""
    parts = conninfo_to_dict(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", ""),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
    }


BASE_DIR = Path(__file__).resolve().parent.parent.parent
PACKAGE = BASE_DIR / "lindung"
HOME = Path(text("LINDUNG_HOME", str(BASE_DIR / "var"))).resolve()
MODE = text("LINDUNG_MODE", "plain")
if MODE not in {"plain", "demo", "bench"}:
    raise SystemExit(f"LINDUNG_MODE must be plain, demo or bench, not {MODE!r}.")
BENCH = MODE == "bench"  # a throw-away house of invented units, as a demo is
DEMO = BENCH or MODE == "demo"
PORT = number("LINDUNG_PORT", 8000)
ORIGIN = text("LINDUNG_ORIGIN")  # https://… behind a TLS proxy
if ORIGIN and not ORIGIN.startswith("https://"):
    raise SystemExit("LINDUNG_ORIGIN must begin with https://.")
PROXIES = [p.strip() for p in text("LINDUNG_PROXIES").split(",") if p.strip()]
THREADS = number("LINDUNG_THREADS", 8)
MAX_BODY_BYTES = number("LINDUNG_MAX_BODY", 25_000_000)
BODY_DEADLINE_S = number("LINDUNG_BODY_DEADLINE", 60)
PING_URL = text("LINDUNG_PING_URL")  # a watch outside the house; asked while all is well
if PING_URL and not PING_URL.startswith(("https://", "http://")):
    raise SystemExit("LINDUNG_PING_URL must begin with https:// or http://.")
NEUTRAL_URL = text("LINDUNG_EXIT_TO", "https://www.google.com/search?q=cuaca")

SECRET_KEY_FILE = text("LINDUNG_SECRET_KEY_FILE")
SECRET_KEY = (
    Path(SECRET_KEY_FILE).read_text().strip() if SECRET_KEY_FILE else "for-tests-only-not-a-secret"
)
ROOT_KEY_FILE = text("LINDUNG_ROOT_KEY_FILE")
ROOT_KEY = "" if ROOT_KEY_FILE else "A" * 43 + "="  # for tests; the supervisor always sets a file
FILES_DIR = HOME / "files"

DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
if ORIGIN:
    ALLOWED_HOSTS.append(ORIGIN.removeprefix("https://").split(":")[0])
    CSRF_TRUSTED_ORIGINS = [ORIGIN]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLOWED_HOSTS += [h.strip() for h in text("LINDUNG_HOSTS").split(",") if h.strip()]
SECURE = bool(ORIGIN)

# LINDUNG_LOGIN says as whom this process works: `lindung migrate` as the owner, all else as web.
WEB_URL = text("LINDUNG_WEB_URL", "postgresql://lindung_web@/lindung")
DATABASES: dict[str, dict[str, Any]] = {
    "default": database(
        text("LINDUNG_OWN_URL", WEB_URL) if text("LINDUNG_LOGIN") == "own" else WEB_URL
    )
    | {"CONN_HEALTH_CHECKS": True, "OPTIONS": {}}
}
if text("LINDUNG_POOL"):  # set for the web process alone; no pool in tests and commands
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 2, "max_size": THREADS + 4, "timeout": 10}
    }

# Tries at signing in are counted by all web processes together, and outlive a restart.
CACHES = {"default": {"BACKEND": "lindung.core.tallies.SharedCache"}}

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "lindung.core",
    "lindung.directory",
    "lindung.access",
    "lindung.people",
    "lindung.intake",
    "lindung.hotline",
    "lindung.response",
    "lindung.casework",
    "lindung.legal",
    "lindung.referral",
    "lindung.web",
]
MIDDLEWARE = [
    "lindung.web.middleware.TimingMiddleware",
    "lindung.web.middleware.SafetyHeadersMiddleware",
    "lindung.web.middleware.StaticFilesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lindung.web.middleware.LanguageMiddleware",
    "lindung.web.middleware.FormGuardMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "lindung.web.practising.PracticeMiddleware",
    "lindung.web.gates.GateMiddleware",
    "lindung.web.patience.PatienceMiddleware",  # last: its exceptions are no mistakes
]
ROOT_URLCONF = "lindung.config.urls"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "lindung.web.context.site",
            ],
        },
    }
]
AUTH_USER_MODEL = "access.Staff"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "UTC"  # screens activate the unit's own zone
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
USE_I18N = True
LOCALE_PATHS = sorted(p for p in (PACKAGE / "locale").iterdir() if p.is_dir())

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is put there
    "staticfiles": {"BACKEND": "lindung.web.bundle.Bundle"},
}
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]

SESSION_COOKIE_NAME = "s"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SECURE
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_IDLE_S = 15 * 60  # Source: SECURITY section 8
CSRF_COOKIE_NAME = "t"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "lindung.web.gates.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "/masuk/"
LOGIN_REDIRECT_URL = "/meja/"
ACCOUNT_ADAPTER = "lindung.web.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by an administrator, nobody signs up
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/masuk/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "lindung.web.accounts.forms.SignInForm",
    "reauthenticate": "lindung.web.accounts.forms.PasswordAgainForm",
    "change_password": "lindung.web.accounts.forms.NewPasswordForm",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_ADAPTER = "lindung.web.accounts.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {
    "authenticate": "lindung.web.accounts.forms.CodeForm",
    "reauthenticate": "lindung.web.accounts.forms.CodeAgainForm",
    "authenticate_webauthn": "lindung.web.accounts.forms.KeyForm",
    "login_webauthn": "lindung.web.accounts.forms.KeyLoginForm",
    "reauthenticate_webauthn": "lindung.web.accounts.forms.KeyAgainForm",
    "activate_totp": "lindung.web.accounts.forms.FirstCodeForm",
    "add_webauthn": "lindung.web.accounts.forms.AddKeyForm",
    "edit_webauthn": "lindung.web.accounts.forms.RenameKeyForm",
}
MFA_TOTP_ISSUER = "Lindung"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # localhost; beyond it https is required
USERSESSIONS_TRACK_ACTIVITY = False

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # staff get no mail in this release

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
# In memory only: a temporary file would lie on the disk in the clear. The spool bounds the size.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY_BYTES

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "err": {"class": "logging.StreamHandler", "formatter": "plain"},
        "nowhere": {"class": "logging.NullHandler"},  # without any, Python would print it after all
    },
    "root": {"handlers": ["err"], "level": "INFO"},
    # Django would log the address of each 404 and 500 and mail the whole request.
    "loggers": {
        "django.request": {"handlers": ["nowhere"], "propagate": False},
        "django.security": {"handlers": ["nowhere"], "propagate": False},
        "django.server": {"handlers": ["nowhere"], "propagate": False},
        "pikepdf": {"level": "WARNING"},  # greets at every start
    },
}
