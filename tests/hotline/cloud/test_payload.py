"""What a webhook says is read, of every kind, in any bundle, and nothing odd stops the rest."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pywa.client import WhatsApp
from pywa.types.base_update import RawUpdate
from pywa.types.message import Message
from pywa.types.message_status import MessageStatus

from lindung.hotline.cloud.payload import Kind, Said, State, Unreadable, read
from tests.hotline.cloud.payloads import message, status, text, value, webhook

PYWA = WhatsApp(phone_id="1", token="x")
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)
NAMES = st.sampled_from(
    [
        "type",
        "id",
        "from",
        "text",
        "body",
        "edit",
        "message",
        "errors",
        "image",
        "system",
        "context",
    ]
)


def update(body: bytes) -> RawUpdate:
    """Return it as pywa takes it."""
    return RawUpdate(body, hmac_header=None, update_hash="")


def only(body: bytes) -> Said:
    (one,) = read(body).said
    return one


KINDS: list[tuple[dict[str, Any], Kind, str]] = [
    (text("Tolong"), Kind.TEXT, "Tolong"),
    (message("image", image={"id": "9", "caption": "ini"}), Kind.MEDIA, "ini"),
    (message("audio", audio={"id": "9", "voice": True}), Kind.MEDIA, ""),
    (message("sticker", sticker={"id": "9"}), Kind.MEDIA, ""),
    (
        message("location", location={"latitude": -0.5, "longitude": 117.1, "name": "Pasar"}),
        Kind.LOCATION,
        "-0.5, 117.1\nPasar",
    ),
    (
        message(
            "contacts",
            contacts=[{"name": {"formatted_name": "Ibu"}, "phones": [{"phone": "+62 812"}]}],
        ),
        Kind.CONTACTS,
        "Ibu +62 812",
    ),
    (message("reaction", reaction={"message_id": "w1", "emoji": "👍"}), Kind.REACTION, "👍"),
    (message("reaction", reaction={"message_id": "w1"}), Kind.REACTION, ""),
    (message("button", button={"text": "Ya", "payload": "1"}), Kind.CHOICE, "Ya"),
    (
        message(
            "interactive",
            interactive={"type": "list_reply", "list_reply": {"id": "1", "title": "Ya"}},
        ),
        Kind.CHOICE,
        "Ya",
    ),
    (message("order", order={"text": "pesan", "product_items": []}), Kind.ORDER, "pesan"),
    (
        message("edit", edit={"original_message_id": "w1", "message": text("Jangan balas", "w1")}),
        Kind.EDITED,
        "Jangan balas",
    ),
    (message("revoke", revoke={"original_message_id": "w1"}), Kind.DELETED, ""),
    (
        message("system", system={"type": "user_changed_number", "body": "b", "wa_id": "6281"}),
        Kind.NEW_NUMBER,
        "b",
    ),
    (
        message("system", system={"type": "customer_identity_changed", "body": "b"}),
        Kind.SYSTEM,
        "b",
    ),
    (
        message("unsupported", errors=[{"code": 131051, "title": "Unsupported"}]),
        Kind.UNSUPPORTED,
        "",
    ),
    (message("hologram", hologram={"id": "1"}), Kind.UNKNOWN, ""),
]


@pytest.mark.parametrize(("one", "kind", "words"), KINDS, ids=[str(k[0]["type"]) for k in KINDS])
def test_every_kind_of_message_becomes_one_that_a_person_reads(
    one: dict[str, Any], kind: Kind, words: str
) -> None:
    said = only(webhook(value([one])))

    assert (said.kind, said.words) == (kind, words)
    assert json.loads(said.raw) == one
    assert said.at == datetime.fromtimestamp(1795500000, UTC)


def test_a_voice_note_is_told_from_a_sound_and_a_document_keeps_its_name() -> None:
    voice = only(webhook(value([message("audio", audio={"id": "9", "voice": True})])))
    paper = only(webhook(value([message("document", document={"id": "8", "filename": "a.pdf"})])))

    assert [voice.media[0].voice, paper.media[0].voice] == [True, False]
    assert (paper.media[0].id, paper.media[0].name) == ("8", "a.pdf")


def test_who_hides_the_number_is_known_by_whatsapps_own_id() -> None:
    hidden = value([text("x", sender=None)], wa_id=None)
    old = value([text("x")], user_id=None)
    by_id = value([text("x", sender=None, from_user_id="ID.77")], wa_id=None, user_id="ID.77")

    assert only(webhook(hidden)).address == "ID.13491208655302741918"
    assert only(webhook(hidden)).wa_id == ""
    assert only(webhook(old)).address == "6281234500001"
    assert only(webhook(by_id)).user_id == "ID.77"


def test_a_card_of_somebody_else_is_not_taken_for_the_sender() -> None:
    told = value([text("x", sender="62800")], wa_id="62899", user_id="ID.99", name="Lain")

    assert only(webhook(told)).name == ""
    assert only(webhook(told)).address == "62800"


def test_one_body_may_hold_many_messages_and_statuses_in_any_order() -> None:
    first = value([text("1", "w1"), text("2", "w2")], [status("read"), status("delivered")])
    second = value([text("3", "w3")])

    batch = read(webhook(first, second))

    assert [said.wamid for said in batch.said] == ["w1", "w2", "w3"]
    assert [told.state for told in batch.told] == [State.READ, State.DELIVERED]


def test_a_failure_keeps_metas_code_and_our_own_name_for_it() -> None:
    failed = status("failed", errors=[{"code": 131047}], biz_opaque_callback_data="ours")

    (told,) = read(webhook(value(statuses=[failed]))).told

    assert (told.state, told.code, told.tracker) == (State.FAILED, "131047", "ours")


def test_an_error_of_the_account_and_a_message_of_nobody_are_counted_not_raised() -> None:
    odd = value([{"type": "text"}, text("x")]) | {"errors": [{"code": 130429}]}

    batch = read(webhook(odd))

    assert (len(batch.said), batch.n_broken, batch.codes) == (1, 1, ("130429",))


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b"\xff", b'{"entry": 1}', b"[" * 100_000])
def test_what_is_no_webhook_says_so(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read(body)


@calm
@given(one=st.dictionaries(NAMES, JSON, max_size=8))
def test_whatever_a_message_holds_its_neighbours_are_read(one: dict[str, Any]) -> None:
    told = value([one, text("Tolong", "w9")])

    assert "w9" in {said.wamid for said in read(webhook(told)).said}


@calm
@given(words=st.text(min_size=1), at=st.integers(1, 4_000_000_000), hidden=st.booleans())
def test_another_program_reads_the_same_text(words: str, at: int, hidden: bool) -> None:
    told = value([text(words, at=at)], wa_id=None if hidden else "6281234500001")

    body = webhook(told)
    theirs = Message.from_update(PYWA, update(body))
    ours = only(body)

    assert ours.words == (theirs.text or "").replace("\0", "").encode(errors="replace").decode()
    assert (ours.wamid, ours.at) == (theirs.id, theirs.timestamp)
    assert ours.user_id == theirs.from_user.bsuid


@pytest.mark.parametrize("kind", ["image", "video", "audio", "document", "sticker"])
def test_another_program_finds_the_same_file(kind: str) -> None:
    file = {
        "id": "77",
        "mime_type": "image/webp",
        "sha256": "00",
        "url": "https://x/",
        "animated": False,
    }
    body = webhook(value([message(kind) | {kind: file | {"filename": "a"}}]))

    theirs = Message.from_update(PYWA, update(body)).media
    (ours,) = only(body).media

    assert theirs is not None
    assert (ours.id, ours.mime) == (theirs.id, theirs.mime_type)


@pytest.mark.parametrize("state", ["sent", "delivered", "read", "failed"])
def test_another_program_reads_the_same_status(state: str) -> None:
    errors = [{"code": 131047, "message": "m", "title": "t"}] if state == "failed" else []
    body = webhook(value(statuses=[status(state) | ({"errors": errors} if errors else {})]))

    theirs = MessageStatus.from_update(PYWA, update(body))
    (ours,) = read(body).told

    assert (ours.wamid, str(ours.state), ours.at) == (
        theirs.id,
        str(theirs.status.value),
        theirs.timestamp,
    )
    assert ours.code == (str(theirs.error.code) if theirs.error else "")
