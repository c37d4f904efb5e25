"""A real house for proofs: started as anybody would, spoken to over HTTP, read on disk."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

from lindung.bench.house import throw_away_house
from lindung.demo.accounts import PASSWORD

TIMEOUT_S = 60
TOLD = ("LINDUNG_HOME", "LINDUNG_MODE", "LINDUNG_PORT", "DATABASE_URL")


class Reader(requests.Session):
    """One browser without scripts."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base

    def request(self, method, url, *args, **kwargs):  # type: ignore[no-untyped-def]  # as requests has it
        """Speak to the house alone, as a browser on its pages would."""
        kwargs.setdefault("timeout", TIMEOUT_S)
        kwargs["headers"] = {"Origin": self.base, "Referer": self.base + "/"} | (
            kwargs.get("headers") or {}
        )
        address = url if url.startswith("http") else self.base + url
        return super().request(method, address, *args, **kwargs)

    def sign_in(self, email: str) -> "Reader":
        """Sign in with the demo's password."""
        page = self.get("/masuk/")
        token = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        fields = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": token}
        answer = self.post("/masuk/", data=fields, allow_redirects=False)
        assert answer.status_code == 302, answer.status_code
        return self


@contextmanager
def demo_house() -> Iterator[tuple[Path, str]]:
    """Run a demo house in a folder of its own; the environment is as before afterwards."""
    before = {name: os.environ.pop(name, None) for name in TOLD}
    try:
        with throw_away_house("demo") as (home, port):
            yield home, f"http://localhost:{port}"
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def lindung(home: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a command beside the house."""
    return subprocess.run(
        [sys.executable, "-m", "lindung.running.cli", *words],
        env=os.environ | {"LINDUNG_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
