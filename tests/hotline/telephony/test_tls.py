"""The line over a network: only the certificate that was given to us is believed."""

import asyncio
import ipaddress
import ssl
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from lindung.hotline.codes.telephony import Trouble
from lindung.hotline.telephony.client import Client
from lindung.hotline.telephony.line import Line
from tests.hotline.telephony.peer import SECRET, peer
from tests.hotline.telephony.test_client import CALM, Heard, in_a_thread, until

BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
END = BEGIN + timedelta(days=36_500)


def certificate(folder: Path, name: str, address: str) -> Path:
    """Write a certificate that vouches for itself, with its key. Return the certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    where = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(BEGIN)
        .not_valid_after(END)
        .add_extension(where, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / f"{name}.key").write_bytes(private)
    path = folder / f"{name}.pem"
    path.write_bytes(made.public_bytes(pem))
    return path


def served(path: Path) -> ssl.SSLContext:
    """Return what a switchboard with this certificate serves with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, path.with_suffix(".key"))
    return context


async def meets(line: Line, *, up: bool, trouble: Trouble) -> None:
    """Let a client meet what listens there until it stands, or knows why not."""
    client = Client(line, Heard().hear, Heard().connected, CALM)
    running = asyncio.create_task(client.run())
    try:
        await until(lambda: client.up or client.trouble)
        assert (client.up, client.trouble) == (up, trouble)
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


@pytest.mark.parametrize(
    ("trusted", "address", "up", "trouble"),
    [
        ("pbx", "127.0.0.1", True, Trouble.NONE),
        ("other", "127.0.0.1", False, Trouble.CERTIFICATE),
        ("pbx", "127.0.0.9", False, Trouble.CERTIFICATE),  # it vouches for another machine
    ],
)
def test_only_the_certificate_that_was_given_to_us_is_believed(
    tmp_path: Path, trusted: str, address: str, up: bool, trouble: Trouble
) -> None:
    paths = {name: certificate(tmp_path, name, address) for name in ("pbx", "other")}

    async def story() -> None:
        async with peer(served(paths["pbx"])) as other:
            await meets(other.line(tls_ca=paths[trusted]), up=up, trouble=trouble)
            assert bool(other.named("Login")) == up  # a stranger never sees the secret

    in_a_thread(story())


def test_a_switchboard_without_tls_gets_no_secret_from_a_line_with_tls(tmp_path: Path) -> None:
    path = certificate(tmp_path, "pbx", "127.0.0.1")

    async def story() -> None:
        async with peer() as other:
            await meets(other.line(tls_ca=path), up=False, trouble=Trouble.CERTIFICATE)
            assert other.asked == []

    in_a_thread(story())


def test_a_refused_name_and_a_closed_port_are_told_apart() -> None:
    async def story() -> None:
        async with peer() as other:
            other.refuses = {"Login"}
            await meets(other.line(), up=False, trouble=Trouble.REFUSED)
            port = other.port
        closed = Line("127.0.0.1", port, "uptd", SECRET)
        await meets(closed, up=False, trouble=Trouble.UNREACHABLE)

    in_a_thread(story())


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 400 Bad Request\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"\xff\xfe\x00garbage\n\xc3\x28\r\n",
    ],
)
def test_what_is_no_switchboard_is_called_a_stranger(said: bytes) -> None:
    async def answer(stream: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(said)
        with suppress(ConnectionError):
            await stream.read(10_000)
        writer.close()

    async def story() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        line = Line("127.0.0.1", server.sockets[0].getsockname()[1], "uptd", SECRET)
        try:
            await meets(line, up=False, trouble=Trouble.STRANGER)
        finally:
            server.close()

    in_a_thread(story())


def test_a_line_of_a_megabyte_and_bytes_that_are_no_text_cost_one_message_each() -> None:
    async def story() -> None:
        async with peer() as other:
            heard = Heard()
            client = Client(other.line(), heard.hear, heard.connected, CALM)
            running = asyncio.create_task(client.run())
            try:
                await until(lambda: heard.connections)
                for writer in other.writers:
                    writer.write(b"Event: Big\r\nX: " + b"x" * 1_000_000 + b"\r\n\r\n")
                    writer.write(b"Event: Bad\xff\xfe\r\n\r\n" + b"no field at all\r\n\r\n")
                    writer.write(b"Event: Good\r\n\r\n")
                    await writer.drain()
                await until(lambda: "Good" in heard.events())
                assert "Big" not in heard.events()
                assert client.broken == 2
                assert (await client.ask("Ping")).get("Response") == "Success"
            finally:
                running.cancel()
                with suppress(asyncio.CancelledError):
                    await running

    in_a_thread(story())
