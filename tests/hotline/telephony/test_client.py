"""The client and its line: sign in, ask, lose it, come back. The peer is recorded protocol."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from lindung.hotline.telephony.client import Client, NotConnected, Patience, Refused
from lindung.hotline.telephony.framing import BadField, Message
from tests.hotline.telephony.peer import Peer, peer, recorded

LONG = 20.0  # for a machine much slower than ours; nothing waits for it when all is well
CALM = Patience(connect=LONG, answer=LONG, ping_every=60, back_off=(0.01,))
Play = Callable[[Peer, Client, "Heard"], Awaitable[None]]


class Heard:
    """What was handed over, and how often a connection stood."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.connections = 0

    async def hear(self, message: Message) -> None:
        self.messages.append(message)

    async def connected(self) -> None:
        self.connections += 1

    def events(self) -> list[str]:
        return [message.event for message in self.messages]


def in_a_thread(what: Coroutine[object, object, None]) -> None:
    """Run a loop in a thread of its own: the browser of other tests keeps one in this thread."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, what).result()


async def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(LONG):
        while not holds():
            await asyncio.sleep(0.005)


def play(what: Play, patience: Patience = CALM) -> None:
    """Let a client work with a peer while `what` happens."""

    async def whole() -> None:
        async with peer() as other:
            heard = Heard()
            client = Client(other.line(), heard.hear, heard.connected, patience)
            running = asyncio.create_task(client.run())
            try:
                await what(other, client, heard)
            finally:
                running.cancel()
                with suppress(asyncio.CancelledError):
                    await running

    in_a_thread(whole())


def test_it_signs_in_and_hands_over_a_whole_call_in_order() -> None:
    async def story(other: Peer, client: Client, heard: Heard) -> None:
        await until(lambda: heard.connections)
        await other.play(recorded("answered"))
        await until(lambda: heard.events().count("Hangup") == 2)

        kept = [name for name in heard.events() if name in {"QueueCallerJoin", "AgentConnect"}]
        assert kept == ["QueueCallerJoin", "AgentConnect"]
        assert other.named("Login")[0].get("Events") == "call,agent,user,cdr"
        assert client.up

    play(story)


def test_answers_find_who_asked_also_between_events() -> None:
    async def story(other: Peer, client: Client, heard: Heard) -> None:
        other.lists["QueueStatus"] = [[("Event", "QueueMember"), ("Location", "PJSIP/101")]]
        await until(lambda: heard.connections)
        playing = asyncio.create_task(other.play(recorded("abandoned")))
        answers = await asyncio.gather(
            client.ask("Ping"), client.ask_list("QueueStatus"), client.ask("Ping")
        )
        await playing

        assert [one.event for one in answers[1]] == ["", "QueueMember", "QueueStatusComplete"]
        await until(lambda: "QueueCallerAbandon" in heard.events())
        assert "QueueMember" not in heard.events()

    play(story)


def test_a_line_cut_in_the_middle_of_a_call_comes_back() -> None:
    async def story(other: Peer, client: Client, heard: Heard) -> None:
        await until(lambda: heard.connections)
        await other.play(recorded("gap"))
        await until(lambda: "Newchannel" in heard.events())
        other.hang_up()
        await until(lambda: heard.connections >= 2)

        assert client.up

    play(story)


def test_a_line_that_only_went_silent_is_noticed_and_left() -> None:
    async def story(other: Peer, client: Client, heard: Heard) -> None:
        await until(lambda: heard.connections)
        other.silent = True
        await until(lambda: not client.up)
        other.silent = False
        await until(lambda: heard.connections >= 2)

    play(story, Patience(answer=1.0, ping_every=0.05, back_off=(0.01,)))


def test_whoever_waits_for_an_answer_is_told_that_the_line_is_gone() -> None:
    async def story(other: Peer, client: Client, heard: Heard) -> None:
        await until(lambda: heard.connections)
        other.silent = True
        asking = asyncio.create_task(client.ask("QueueAdd", ("Queue", "darurat")))
        await until(lambda: other.named("QueueAdd"))
        other.hang_up()
        with pytest.raises(NotConnected):
            await asking

    play(story, Patience(ping_every=60, back_off=(60,), answer=LONG))


def test_a_no_is_a_no_and_a_broken_field_is_never_sent() -> None:
    async def story(other: Peer, client: Client, heard: Heard) -> None:
        other.refuses = {"Originate"}
        await until(lambda: heard.connections)
        with pytest.raises(Refused):
            await client.ask("Originate", ("Exten", "1"))
        with pytest.raises(BadField):
            await client.ask("Originate", ("Exten", "1\r\nAction: Command"))

        assert len(other.named("Originate")) == 1
        assert other.named("Command") == []

    play(story)


def test_a_refused_sign_in_is_tried_again_and_nothing_is_asked_meanwhile() -> None:
    async def story(other: Peer, client: Client, heard: Heard) -> None:
        other.refuses = {"Login"}
        await until(lambda: len(other.named("Login")) >= 2)
        assert not client.up
        other.refuses = set()
        await until(lambda: heard.connections == 1)

    play(story)


def test_broken_messages_are_counted_and_the_call_goes_on() -> None:
    async def story(other: Peer, client: Client, heard: Heard) -> None:
        await until(lambda: heard.connections)
        await other.play(b"no field\r\n\r\n" + b"x" * 20_000 + b"\r\n\r\n" + recorded("gap"))
        await until(lambda: "Newchannel" in heard.events())

        assert client.broken == 2

    play(story)


def test_without_a_line_nobody_pretends() -> None:
    async def story() -> None:
        heard = Heard()
        client = Client(Peer().line(), heard.hear, heard.connected, CALM)
        with pytest.raises(NotConnected):
            await client.ask("Ping")

    in_a_thread(story())
