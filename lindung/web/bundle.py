"""The few files of the site itself, at addresses that change whenever one of them does.

A browser keeps them for good and never shows an old one after an update. One sign stands for all of
them: they are small, change together, and name each other by relative addresses.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage

ROOT = Path(settings.PACKAGE / "web" / "static").resolve()
SIGNS = 12  # letters of the digest; a mistake would need two versions with the same ones


@cache
def version() -> str:
    """Return the sign of the files as they are now; reckoned once, at the first question."""
    digest = sha256()
    for path in sorted(path for path in ROOT.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:SIGNS]


def named(path: str) -> tuple[str, str]:
    """Return the sign in an address below `/static/`, empty when it has none, and the file."""
    first, _, rest = path.partition("/")
    is_sign = len(first) == SIGNS and not set(first) - set("0123456789abcdef")
    return (first, rest) if is_sign else ("", path)


class Bundle(StaticFilesStorage):
    """Gives templates the addresses."""

    def url(self, name: str | None) -> str:
        """Return where a file is found."""
        return f"{settings.STATIC_URL}{version()}/{name}"
