"""A stand-in for Telegram on this machine, and an open bot of Kutai Timur."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from lindung.access.models import Staff
from lindung.directory.models import Unit
from lindung.hotline.adapters.telegram import Telegram
from lindung.hotline.letters import OpenLine
from lindung.hotline.models import ChannelLine
from lindung.hotline.services import connect
from tests.conftest import UNIT, at_work

KEY = "12345:kunci"


class Answers(BaseHTTPRequestHandler):
    """Answers one call."""

    server: "House"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        place = self.path.removeprefix(f"/file/bot{KEY}/")
        self._bytes(200, self.server.files[place])

    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.refuses:
            status = self.server.refuses.pop(0)
            self._bytes(status, json.dumps({"ok": False, "error_code": status}).encode())
            return
        what = self.path.removeprefix(f"/bot{KEY}/")
        self._bytes(200, json.dumps({"ok": True, "result": self._result(what, told)}).encode())

    def _result(self, what: str, told: dict[str, Any]) -> Any:
        if what == "getUpdates":
            self.server.offsets.append(told["offset"])
            return [u for u in self.server.updates if u["update_id"] >= told["offset"]]
        if what == "getFile":
            return {"file_path": f"photos/{told['file_id']}"}
        self.server.sent.append(told)
        return {"message_id": len(self.server.sent)}

    def _bytes(self, status: int, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


class House(ThreadingHTTPServer):
    """Where it answers, and what it was told."""

    updates: list[dict[str, Any]]
    offsets: list[int]
    sent: list[dict[str, Any]]
    files: dict[str, bytes]
    refuses: list[int]


@pytest.fixture
def telegram_house() -> Iterator[House]:
    """Telegram, on this machine."""
    house = House(("127.0.0.1", 0), Answers)
    house.updates, house.offsets, house.sent, house.files, house.refuses = [], [], [], {}, []
    threading.Thread(target=house.serve_forever, args=(0.05,), daemon=True).start()
    yield house
    house.shutdown()
    house.server_close()


@pytest.fixture
def bot_line(units: dict[str, Unit], sari: Staff, telegram_house: House) -> ChannelLine:
    """An open line."""
    base = f"http://127.0.0.1:{telegram_house.server_address[1]}"
    with at_work(sari):
        line = connect.connect_line(
            sari.actor(),
            units["kutim"],
            channel="telegram",
            driver="telegram",
            settings={"token": KEY, "base": base},
        )
        connect.decide_line(sari.actor(), line, decision="180/12/2026")
        connect.look_at_line(sari.actor(), line)
        connect.open_line(sari.actor(), line)
        return line


@pytest.fixture
def bot(bot_line: ChannelLine, telegram_house: House) -> Iterator[Telegram]:
    """The adapter, as the worker runs it."""
    base = f"http://127.0.0.1:{telegram_house.server_address[1]}"
    given = {"token": KEY, "base": base}
    adapter = Telegram(OpenLine(UNIT, bot_line.pk, "telegram", "telegram", "", given))
    yield adapter
    adapter.close()
