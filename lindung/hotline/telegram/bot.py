"""Telegram behind a small interface. The key is part of its addresses: none is ever logged."""

from typing import Any

import httpx

from lindung.hotline.cloud.graph import MOST_FILE, Never, NoEntry, NotNow

TELEGRAM = "https://api.telegram.org"
POLL_S = 3  # letters to her wait as long at most
TIMEOUT = httpx.Timeout(POLL_S + 20.0, connect=5.0)
KINDS = ["message", "edited_message"]
NO_KEY = frozenset({401, 404})
ANOTHER_LISTENS = 409
BUSY, SERVER = 429, 500


class Bot:
    """One bot."""

    def __init__(self, *, token: str, base: str = "") -> None:
        self._base, self._token = base or TELEGRAM, token
        self._http = httpx.Client(timeout=TIMEOUT, trust_env=False, follow_redirects=False)

    def updates(self, offset: int) -> list[dict[str, Any]]:
        """Wait a little for what comes from `offset` on. Telegram forgets what lies before it."""
        asked = {"offset": offset, "timeout": POLL_S, "allowed_updates": KINDS}
        found = self._ask("getUpdates", asked)
        return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []

    def send(self, chat: str, words: str) -> str:
        """Send words, shown without a preview of addresses in them, not to be passed on."""
        told = {"chat_id": chat, "text": words, "protect_content": True}
        sent = self._ask("sendMessage", told | {"link_preview_options": {"is_disabled": True}})
        return str(sent.get("message_id", "")) if isinstance(sent, dict) else ""

    def file(self, name: str) -> bytes:
        """Return a file, whole."""
        found = self._ask("getFile", {"file_id": name})
        place = str(found.get("file_path", "")) if isinstance(found, dict) else ""
        if not place or ".." in place:
            raise Never("no_file")
        try:
            with self._http.stream("GET", f"{self._base}/file/bot{self._token}/{place}") as answer:
                answer.raise_for_status()
                parts, size = [], 0
                for part in answer.iter_bytes():
                    size += len(part)
                    if size > MOST_FILE:
                        raise Never("too_large")
                    parts.append(part)
        except httpx.HTTPError as error:
            raise NotNow(type(error).__name__) from None
        return b"".join(parts)

    def close(self) -> None:
        """Let go of the network."""
        self._http.close()

    def _ask(self, what: str, told: dict[str, Any]) -> Any:
        try:
            answer = self._http.post(f"{self._base}/bot{self._token}/{what}", json=told)
            body = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            raise NotNow(type(error).__name__) from None
        if isinstance(body, dict) and body.get("ok") is True:
            return body.get("result")
        status = answer.status_code
        if status in NO_KEY:
            raise NoEntry(str(status))
        if status in {BUSY, ANOTHER_LISTENS} or status >= SERVER:
            raise NotNow(str(status))
        raise Never(str(status))
