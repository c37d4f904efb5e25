"""Slow, huge and aborted senders cannot take the threads from everybody else, or lose a word."""

import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from http.client import HTTPConnection
from typing import Any

import pytest
import uvicorn
from a2wsgi import WSGIMiddleware

from lindung.config import spool
from lindung.config.spool import spooled

pytestmark = pytest.mark.xdist_group("spooled")  # one house for all of them

MOST_BYTES, DEADLINE_S, THREADS = 2_000_000, 1.5, 2
Answer = Callable[[str, list[tuple[str, str]]], Any]


def refusal(scope: Any, status: int) -> tuple[list[tuple[bytes, bytes]], bytes]:
    return [(b"content-type", b"text/plain")], f"{status} {scope['path']}".encode()


def keeps_words(scope: Any) -> bool:
    return bool(scope["path"] == "/pesan/")


def echo(environ: dict[str, Any], answer: Answer) -> Iterable[bytes]:
    """Say how many bytes were declared and how many came, and what they were."""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    answer("200 OK", [("Content-Type", "text/plain"), ("X-Size", str(len(body)))])
    left_out = b"left out: " if environ.get("HTTP_X_FILES_LEFT_OUT") else b""
    return [left_out + body]


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    pages = spooled(
        WSGIMiddleware(echo, workers=THREADS),  # type: ignore[arg-type]
        most_bytes=MOST_BYTES,
        within_s=DEADLINE_S,
        refusal=refusal,
        keeps_words=keeps_words,
    )
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(pages, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield listening.getsockname()[1]
    server.should_exit = True
    thread.join(10)


def ask(
    port: int,
    method: str,
    body: Any = None,
    headers: dict[str, str] | None = None,
    path: str = "/",
) -> Any:
    connection = HTTPConnection("127.0.0.1", port, timeout=15)
    connection.request(method, path, body=body, headers=headers or {})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer.status, text


def stalled(port: int) -> socket.socket:
    """Begin a body and send no more of it."""
    sending = socket.create_connection(("127.0.0.1", port))
    sending.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nbegun")
    return sending


def test_a_body_arrives_as_it_was_sent(port: int) -> None:
    body = bytes(range(256)) * 6_000  # more than is kept in memory

    status, text = ask(port, "POST", body)

    assert (status, text == body) == (200, True)


def test_a_body_without_its_length_arrives_too(port: int) -> None:
    status, text = ask(port, "POST", iter([b"in ", b"pieces"]))

    assert (status, text) == (200, b"in pieces")


def test_a_request_without_a_body_passes(port: int) -> None:
    assert ask(port, "GET") == (200, b"")


@pytest.mark.parametrize("declared", [True, False])
def test_a_body_over_the_cap_is_refused_in_words(port: int, declared: bool) -> None:
    body = bytes(MOST_BYTES + 1)

    status, text = ask(port, "POST", body if declared else iter([body]))

    assert (status, text) == (413, b"413 /")


def form_with(film: bytes) -> bytes:
    """Return a form as a browser sends it: words, a film, and words after it."""
    words, name, last = (
        b'--sela\r\nContent-Disposition: form-data; name="%s"' % name + rest + b"\r\n\r\n"
        for name, rest in ((b"words", b""), (b"film", b'; filename="a.mp4"'), (b"key", b""))
    )
    return words + b"Kanaria\r\nhijau\r\n" + name + film + b"\r\n" + last + b"k\r\n--sela--\r\n"


FORM = {"Content-Type": "multipart/form-data; boundary=sela"}


@pytest.mark.parametrize("declared", [True, False])
def test_where_a_film_is_too_large_the_words_before_and_after_it_go_on(
    port: int, declared: bool
) -> None:
    body = form_with(b"\r\n--sel" * (MOST_BYTES // 4))

    status, text = ask(port, "POST", body if declared else iter([body]), FORM, "/pesan/")

    assert status == 200
    assert text.startswith(b"left out: --sela")
    assert b"Kanaria\r\nhijau" in text
    assert b'name="key"\r\n\r\nk\r\n--sela--' in text
    assert b"a.mp4" not in text


def test_a_film_beyond_all_measure_is_refused_at_once(port: int) -> None:
    body = form_with(bytes(MOST_BYTES * (spool.READ_ON_TIMES + 1)))

    assert ask(port, "POST", iter([body]), FORM, "/pesan/")[0] == 413


def test_too_many_words_are_refused_rather_than_cut(port: int) -> None:
    body = b'--sela\r\nContent-Disposition: form-data; name="words"\r\n\r\n' + b"a" * MOST_BYTES
    status, text = ask(port, "POST", body + b"\r\n--sela--\r\n", FORM, "/pesan/")

    assert (status, text) == (413, b"413 /pesan/")


def test_nobody_can_say_by_himself_that_files_were_left_out(port: int) -> None:
    headers = FORM | {"X-Files-Left-Out": "1"}

    assert ask(port, "POST", b"words", headers, "/pesan/") == (200, b"words")


def test_a_body_at_the_cap_is_taken(port: int) -> None:
    status, text = ask(port, "POST", bytes(MOST_BYTES))

    assert (status, len(text)) == (200, MOST_BYTES)


def test_a_body_that_stalls_is_refused_at_the_deadline(port: int) -> None:
    sending = stalled(port)
    began = time.monotonic()

    answer = sending.recv(1000)

    assert answer.startswith(b"HTTP/1.1 408")
    assert DEADLINE_S - 0.2 < time.monotonic() - began < DEADLINE_S + 2


def test_twenty_stalled_senders_slow_nobody_down(port: int) -> None:
    senders = [stalled(port) for _ in range(20)]
    began = time.monotonic()

    status, _ = ask(port, "POST", b"quick")
    took = time.monotonic() - began

    for sender in senders:
        sender.close()
    assert status == 200
    assert took < 0.5


def test_senders_that_hang_up_leave_nothing_behind(port: int) -> None:
    for _ in range(50):
        stalled(port).close()

    assert ask(port, "POST", b"after them") == (200, b"after them")


def test_what_lies_on_the_disk_is_sealed() -> None:
    kept = spool.Spool()
    kept.take(b"what she told us " * 100_000)

    kept._file.seek(0)
    on_disk = kept._file.read()
    kept.rewind()
    given = b"".join(iter(lambda: kept.give()[0], b""))

    assert b"what she told us" not in on_disk
    assert given == b"what she told us " * 100_000
