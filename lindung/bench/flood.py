"""Many clients that tell at once, and how many of the acknowledged reports exist."""

import json
import threading
import time
from dataclasses import dataclass, field

from lindung.bench.browser import Browser

CLIENTS = 64
SECONDS = 60
CREATED = 201


@dataclass(slots=True)
class Told:
    """What all clients together were told."""

    numbers: list[str] = field(default_factory=list)
    refused: int = 0
    seconds: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


def flood(port: int, *, clients: int = CLIENTS, seconds: float = SECONDS) -> Told:
    """Let `clients` send reports for `seconds`. Return the numbers the house acknowledged."""
    told = Told()
    end = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_client, args=(port, number, end, told), daemon=True)
        for number in range(clients)
    ]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told.seconds = time.monotonic() - began
    return told


def _client(port: int, number: int, end: float, told: Told) -> None:
    browser, sent = Browser(port), 0
    body = {"about": "other", "text": "Rekaan: tetangga mendengar teriakan tiap malam."}
    while time.monotonic() < end:
        sent += 1
        text = json.dumps(body | {"text": f"{body['text']} {number}/{sent}"})
        try:
            answer = browser.send_json("/api/v1/reports", text, {})
        except OSError:
            browser = Browser(port)
            with told.lock:
                told.refused += 1
            continue
        with told.lock:
            if answer.status == CREATED:
                told.numbers.append(json.loads(answer.body)["number"])
            else:
                told.refused += 1
