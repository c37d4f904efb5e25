"""Short messages through a real Kannel with its fake network, both ways."""

import base64
import contextlib
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.hotline.adapters.kannel import Kannel
from lindung.hotline.codes.lines import Fault
from lindung.hotline.letters import LineFault, OpenLine, open_lines, send_letters
from lindung.hotline.models import ChannelLine, Letter, Raw, Thread
from lindung.hotline.services import lines
from lindung.intake.models import Report
from lindung.intake.queries import read_report
from tests.conftest import UNIT, at_work
from tests.hotline.lines.conftest import Opens
from tests.hotline.lines.daemons import found, free_port, listens, needs, running, until

FAKE = "/usr/lib/kannel/test/fakesmsc"
WORD = "kuncijalanmasuk1234567"
HOOK = "/kait/kutim/sms/"
CONF = """group = core
admin-port = {admin}
admin-interface = "127.0.0.1"
smsbox-interface = "127.0.0.1"
admin-password = {word}
smsbox-port = {box}
store-type = file
store-location = {folder}/store

group = smsc
smsc = fake
smsc-id = FAKE
port = {network}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {send}
http-request-retry = 100
http-queue-delay = 1

group = sendsms-user
username = lindung
password = {word}
max-messages = 10
concatenation = true

group = sms-service
keyword = default
catch-all = true
post-url = "http://lindung:{word}@127.0.0.1:{house}{hook}?id=%I"
max-messages = 0
omit-empty = true
send-sender = true
"""


def basic(word: str = WORD) -> str:
    """Return the header by which Kannel says its word."""
    return "Basic " + base64.b64encode(f"lindung:{word}".encode()).decode()


@pytest.fixture
def posts(opens: Opens) -> Callable[..., Any]:
    """Bring a message as Kannel brings it."""
    opens("sms", "kannel", **_settings(13013))

    def post(
        body: bytes = b"Tolong", *, word: str = WORD, name: str = "c2a4092d-7e3d-44c7", **more: Any
    ) -> Any:
        headers = {"HTTP_AUTHORIZATION": basic(word), "HTTP_X_KANNEL_FROM": "+6281255550101"}
        kind = more.pop("kind", 'text/plain; charset="UTF-8"')
        return Client().generic("POST", f"{HOOK}?id={name}", body, kind, **(headers | more))

    return post


def _settings(port: int) -> dict[str, str]:
    return {
        "host": "127.0.0.1",
        "port": str(port),
        "user": "lindung",
        "password": WORD,
        "sender": "99999",
        "receive_key": WORD,
    }


def test_a_message_is_taken_once_and_answered_with_200(posts: Callable[..., Any]) -> None:
    assert [posts().status_code for _ in range(3)] == [200, 200, 200]
    with frame(UNIT):
        assert (Raw.objects.count(), Report.objects.count()) == (1, 1)


def test_wide_words_are_read_and_broken_ones_are_kept(
    posts: Callable[..., Any], rini: Staff
) -> None:
    posts("Tolong ☂".encode("utf-16-be"), kind='text/plain; charset="UTF-16BE"')
    posts(b"\xff\xfe\xfa", name="second-name-of-kannel", kind="text/plain; charset=none-such")
    with at_work(rini):
        report = Report.objects.get()
        assert read_report(rini.actor(), report).words == "Tolong ☂"
        assert Raw.objects.count() == 2


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"word": "wrong"}, 403),
        ({"HTTP_AUTHORIZATION": ""}, 403),
        ({"HTTP_AUTHORIZATION": "Basic %%%"}, 403),
        ({"name": ""}, 400),
        ({"name": "../../etc"}, 400),
        ({"body": b"a" * 70_000}, 413),
    ],
)
def test_whoever_is_not_our_gateway_is_refused_and_nothing_is_kept(
    posts: Callable[..., Any], more: dict[str, Any], status: int
) -> None:
    assert posts(**more).status_code == status
    with frame(UNIT):
        assert Raw.objects.count() == 0


def test_another_unit_and_a_get_lead_nowhere(posts: Callable[..., Any]) -> None:
    assert Client().get(HOOK, HTTP_AUTHORIZATION=basic()).status_code == 405
    away = Client().post("/kait/batam/sms/?id=c2a4092d", HTTP_AUTHORIZATION=basic())
    assert away.status_code == 404
    assert Client().post("/kait/none/sms/?id=c2a4092d").status_code == 404


def test_a_closed_line_a_full_disk_and_a_database_that_is_away_let_it_come_again(
    posts: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object, **__: object) -> None:
        raise OperationalError("no space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("lindung.hotline.services.lines.intake.take_message", away)
        patched.setattr("lindung.web.hooks.sms.connection", _Nothing())
        assert posts().status_code == 503
    with frame(UNIT):
        assert Raw.objects.count() == 0
        ChannelLine.objects.update(opened_at=None)
    assert posts().status_code == 503
    with frame(UNIT):
        ChannelLine.objects.update(opened_at="2026-03-02T09:00Z", opened_by=UNIT)
    assert posts().status_code == 200


class _Nothing:
    def close(self) -> None:
        """Keep the test's own connection."""


@pytest.fixture
def kannel(tmp_path: Path, live_url: str) -> Iterator[tuple[int, int]]:
    """Bearerbox and smsbox; gives the ports of sending and of the fake network."""
    needs("bearerbox", "smsbox", FAKE)
    admin, box, network, send = (free_port() for _ in range(4))
    conf = tmp_path / "kannel.conf"
    told = {"admin": admin, "box": box, "network": network, "send": send, "word": WORD}
    told |= {"folder": tmp_path, "house": urlsplit(live_url).port, "hook": HOOK}
    conf.write_text(CONF.format(**told))
    with contextlib.ExitStack() as stack:
        stack.enter_context(running(found("bearerbox"), "-v", "1", str(conf), cwd=tmp_path))
        until(lambda: listens(box), "bearerbox listens")
        stack.enter_context(running(found("smsbox"), "-v", "1", str(conf), cwd=tmp_path))
        until(lambda: listens(send) and listens(network), "smsbox listens")
        yield send, network


def test_a_message_comes_in_and_its_answer_goes_out_and_is_delivered(
    kannel: tuple[int, int], opens: Opens, rini: Staff, settings: Settings, live_url: str
) -> None:
    send, network = kannel
    settings.PORT = urlsplit(live_url).port
    opens("sms", "kannel", **_settings(send))
    told = ["+6281255550101 99999 ucs2 %00T%00o%00l%00o%00n%00g%26%02"]
    fake = [FAKE, "-H", "127.0.0.1", "-r", str(network), "-m", "1", "-i", "0.1", *told]
    with subprocess.Popen(fake, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL) as phone:  # noqa: S603  # our own words
        until(lambda: _n_reports() == 1, "the message is a report")
        line: OpenLine = open_lines(UNIT, {})[0]
        adapter = Kannel(line)
        adapter.fetch()
        with at_work(rini):
            report = Report.objects.get()
            assert read_report(rini.actor(), report).words == "Tolong☂"
            thread = Thread.objects.select_related("contact__person", "contact__report").get()
            lines.answer_thread(rini.actor(), thread, words="Aman dibalas? ☂ " + "a" * 100)
        send_letters(UNIT, "sms", adapter)
        until(lambda: _state() == "delivered", "the network says delivered")
        phone.terminate()
        _, said = phone.communicate(timeout=20)
    assert said.count(b"99999 +6281255550101") >= 2  # two parts


def _n_reports() -> int:
    with frame(UNIT):
        return Report.objects.count()


def _state() -> str:
    with frame(UNIT):
        return str(Letter.objects.get().state)


def test_a_gateway_that_is_away_is_a_fault_and_the_letter_waits(
    opens: Opens, rini: Staff, posts: Callable[..., Any]
) -> None:
    posts()
    opens("sms", "kannel", **_settings(free_port()))
    adapter = Kannel(open_lines(UNIT, {})[0])
    with pytest.raises(LineFault) as away:
        adapter.fetch()
    assert away.value.fault == Fault.UNREACHABLE
    with at_work(rini):
        thread = Thread.objects.select_related("contact__person", "contact__report").get()
        lines.answer_thread(rini.actor(), thread, words="Aman?")
    send_letters(UNIT, "sms", adapter)
    with frame(UNIT):
        letter = Letter.objects.get()
        assert (letter.state, letter.n_tries) == ("queued", 1)
