"""Meta's side of WhatsApp Cloud API behind one small interface: pywa sends, three errors come back.

Nothing of a message, number or token is ever logged: pywa and its HTTP library are told to be
silent.
"""

import base64
import hashlib
import logging
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import httpx
from pywa.client import WhatsApp
from pywa.errors import WhatsAppError

from lindung.hotline.cloud.payload import Media

for quiet in ("pywa", "httpx", "httpcore"):
    logging.getLogger(quiet).setLevel(logging.CRITICAL)  # their lines hold addresses and numbers

META = "https://graph.facebook.com"
FILES_AT = (".fbsbx.com", ".whatsapp.net", ".facebook.com", ".fbcdn.net")
"""Where Meta's answers may send us for a file: the key goes nowhere else."""
TIMEOUT = httpx.Timeout(20.0, connect=5.0)
MOST_FILE = 105_000_000  # Source: Meta, *Media*: documents to 100 MB
NO_ENTRY = frozenset({0, 3, 10, 190, 131005, 131031, *range(200, 300)})
NOT_NOW = frozenset(
    {1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004, 135000}
)
HTTP_BUSY, HTTP_SERVER = 429, 500
NEVER_THERE = frozenset({400, 404, 410})


class GraphError(Exception):
    """Meta did not do what was asked; `code` is Meta's own, or a word of ours."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Never(GraphError):
    """It will never be taken."""


class NotNow(GraphError):
    """Ask again later."""


class NoEntry(GraphError):
    """The key is not accepted."""


class Graph:
    """One phone number at Meta."""

    def __init__(self, *, phone_id: str, token: str, base: str = "") -> None:
        self._phone_id, self._base = phone_id, base or META
        self._http = httpx.Client(timeout=TIMEOUT, trust_env=False)
        self._pywa = WhatsApp(phone_id=phone_id, token=token, session=self._http)
        if base:  # a stand-in on this machine; pywa knows Meta's address alone
            self._http.base_url = httpx.URL(base)

    def check(self) -> None:
        """Ask for our own number, so that a key that does not work is known before it is needed."""
        self._calmly(lambda: self._pywa.api._request("GET", f"/{self._phone_id}?fields=id"))

    def send_text(self, to: str, words: str, *, tracker: str) -> str:
        """Send words, without a preview of addresses in them. Return Meta's name of the message."""
        sent = self._calmly(
            lambda: self._pywa.send_message(to, words, preview_url=False, tracker=tracker)
        )
        return str(sent.id)

    def send_template(
        self, to: str, name: str, language: str, *, words: str = "", tracker: str
    ) -> str:
        """Send approved words; `words` fill their one gap, if they have one."""
        gap = [{"type": "body", "parameters": [{"type": "text", "text": words}]}] if words else None
        code: Any = SimpleNamespace(value=language)  # pywa's own list lacks newer languages
        sent = self._calmly(lambda: self._pywa.send_template(to, name, code, gap, tracker=tracker))
        return str(sent.id)

    def fetch(self, media: Media) -> bytes:
        """Return a file, whole and as its hash says.

        Raises:
            GraphError: it is not there any more, too large, damaged on the way, or not now.
        """
        found = self._calmly(lambda: self._pywa.get_media_url(media.id))
        self._require_ours(str(found.url))
        content: bytes = self._calmly(lambda: self._download(str(found.url)))
        told = {one for one in (media.sha256, str(found.sha256 or "")) if one}
        if told and not told & _hashes(content):
            raise NotNow("damaged")
        return content

    def close(self) -> None:
        """Let go of the network."""
        self._http.close()

    def _download(self, url: str) -> bytes:
        with self._http.stream("GET", url, follow_redirects=False) as answer:
            if answer.status_code in NEVER_THERE:
                raise Never(f"http_{answer.status_code}")
            answer.raise_for_status()
            parts, size = [], 0
            for part in answer.iter_bytes():
                size += len(part)
                if size > MOST_FILE:
                    raise Never("too_large")
                parts.append(part)
        return b"".join(parts)

    def _require_ours(self, url: str) -> None:
        """Let the key go to Meta's own hosts alone, over TLS; or to the stand-in itself."""
        there, here = urlsplit(url), urlsplit(self._base)
        ours = there.scheme == "https" and (there.hostname or "").endswith(FILES_AT)
        if not ours and (there.scheme, there.netloc) != (here.scheme, here.netloc):
            raise Never("foreign_host")

    def _calmly(self, ask: Any) -> Any:
        """Ask, and turn whatever comes back into one of three errors."""
        try:
            return ask()
        except GraphError:
            raise
        except WhatsAppError as error:
            raise _read(error) from None
        except (httpx.HTTPError, KeyError, ValueError, TypeError) as error:
            raise NotNow(type(error).__name__) from None


def _read(error: WhatsAppError) -> GraphError:
    code, status = int(error.code), error.status_code or 0
    if code in NO_ENTRY:
        return NoEntry(str(code))
    if code in NOT_NOW or error.is_transient or status == HTTP_BUSY or status >= HTTP_SERVER:
        return NotNow(str(code))
    return Never(str(code))


def _hashes(content: bytes) -> set[str]:
    """Return a file's hash as Meta writes it: hexadecimal in one place, base64 in another."""
    found = hashlib.sha256(content)
    return {found.hexdigest(), base64.b64encode(found.digest()).decode()}
