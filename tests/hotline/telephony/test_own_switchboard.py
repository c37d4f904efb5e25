"""Against a switchboard of one's own: signs in and reads. It changes nothing and dials nobody.

Asked for by `ASTERISK_AMI=host:port`, `ASTERISK_AMI_USER` and `ASTERISK_AMI_SECRET`; optional
`ASTERISK_AMI_CA` and `ASTERISK_QUEUE`.
"""

import asyncio
import os
from contextlib import suppress
from pathlib import Path

import pytest

from lindung.hotline.telephony.client import Client
from lindung.hotline.telephony.line import Line
from tests.hotline.telephony.test_client import Heard, in_a_thread, until

PLACE = os.environ.get("ASTERISK_AMI", "")

pytestmark = pytest.mark.skipif(
    not PLACE, reason="NO SWITCHBOARD: set ASTERISK_AMI=host:port to prove against a real Asterisk"
)


def own_line() -> Line:
    host, port = PLACE.rsplit(":", 1)
    ca = os.environ.get("ASTERISK_AMI_CA")
    return Line(
        host,
        int(port),
        os.environ.get("ASTERISK_AMI_USER", "lindung"),
        os.environ["ASTERISK_AMI_SECRET"],
        tls_ca=Path(ca) if ca else None,
        queue=os.environ.get("ASTERISK_QUEUE", "lindung"),
    )


def test_it_signs_in_and_answers_what_we_ask_again_and_again() -> None:
    async def story() -> None:
        heard = Heard()
        line = own_line()
        client = Client(line, heard.hear, heard.connected)
        running = asyncio.create_task(client.run())
        try:
            await until(lambda: heard.connections)
            assert (await client.ask("Ping")).get("Response") == "Success"
            status = await client.ask_list("Status")
            assert status[-1].event == "StatusComplete"
            queue = await client.ask_list("QueueStatus", ("Queue", line.queue))
            assert queue[-1].event == "QueueStatusComplete"
            assert client.broken == 0
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running

    in_a_thread(story())
