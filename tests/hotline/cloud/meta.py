"""A stand-in for Meta's Graph API on this machine: takes messages, refuses them, lends files."""

import json
import threading
from base64 import b64encode
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Meta:
    """What it was told, and what it shall answer next."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.files: dict[str, bytes] = {}
        self.asked_with: list[str] = []
        self.refuses: list[tuple[int, int]] = []  # status and code, one for each next message
        self.key = "kunci"
        self.damages = False
        server = House(("127.0.0.1", 0), Answers)
        server.meta = self
        self.base = f"http://127.0.0.1:{server.server_address[1]}"
        self._server = server
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Be gone."""
        self._server.shutdown()
        self._server.server_close()


class Answers(BaseHTTPRequestHandler):
    """Answers one call."""

    server: "House"

    @property
    def meta(self) -> Meta:
        return self.server.meta

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        place = self.path.partition("?")[0].strip("/")
        files = self.meta.files
        if not self._known():
            return
        if place.startswith("lent/"):
            content = files[place.removeprefix("lent/")]
            self._bytes(200, content[1:] if self.meta.damages else content)
        elif place in files:
            found = {"id": place, "url": f"{self.meta.base}/lent/{place}", "file_size": 1}
            found |= {"mime_type": "image/png", "messaging_product": "whatsapp"}
            self._json(200, found | {"sha256": sha256(files[place]).hexdigest()})
        elif place.isdigit():
            self._json(200, {"id": place})
        else:
            self._error(404, 100)

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not self._known():
            return
        if self.meta.refuses:
            self._error(*self.meta.refuses.pop(0))
            return
        self.meta.sent.append(told)
        to = told.get("to") or told.get("recipient")
        named = {"input": to, "wa_id": to}
        wamid = f"wamid.OUT{len(self.meta.sent)}"
        self._json(200, {"contacts": [named], "messages": [{"id": wamid}]})

    def _known(self) -> bool:
        self.meta.asked_with.append(self.headers.get("Authorization", ""))
        known = self.meta.asked_with[-1] == f"Bearer {self.meta.key}"
        if not known:
            self._error(401, 190)
        return known

    def _error(self, status: int, code: int) -> None:
        self._json(status, {"error": {"code": code, "message": "no", "type": "x"}})

    def _json(self, status: int, found: dict[str, Any]) -> None:
        self._bytes(status, json.dumps(found).encode())

    def _bytes(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class House(ThreadingHTTPServer):
    """Where it answers."""

    meta: Meta


def as_base64(content: bytes) -> str:
    """Return a file's hash as webhooks write it."""
    return b64encode(sha256(content).digest()).decode()
