"""Webhooks of WhatsApp as Meta's reference shows them, made from parts."""

import json
from typing import Any

PHONE_ID = "106540352242922"
SHOWN = "15550783881"


def webhook(*values: dict[str, Any]) -> bytes:
    """Return one body with a change for each value."""
    changes = [{"field": "messages", "value": value} for value in values]
    body = {"object": "whatsapp_business_account", "entry": [{"id": "1024", "changes": changes}]}
    return json.dumps(body).encode()


def value(
    messages: list[dict[str, Any]] | None = None,
    statuses: list[dict[str, Any]] | None = None,
    *,
    wa_id: str | None = "6281234500001",
    user_id: str | None = "ID.13491208655302741918",
    name: str = "R",
) -> dict[str, Any]:
    """Return what one change holds; a person may hide the number, or have no id yet."""
    card: dict[str, Any] = {"profile": {"name": name}}
    card |= {"wa_id": wa_id} if wa_id else {}
    card |= {"user_id": user_id} if user_id else {}
    found: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": SHOWN, "phone_number_id": PHONE_ID},
        "contacts": [card],
    }
    found |= {"messages": messages} if messages else {}
    return found | ({"statuses": statuses} if statuses else {})


def message(
    kind: str = "text",
    wamid: str = "wamid.HBgL1",
    at: int = 1795500000,
    sender: str | None = "6281234500001",
    **content: Any,
) -> dict[str, Any]:
    """Return one message of a kind."""
    one: dict[str, Any] = {"id": wamid, "timestamp": str(at), "type": kind}
    return one | ({"from": sender} if sender else {}) | content


def text(words: str, wamid: str = "wamid.HBgL1", **more: Any) -> dict[str, Any]:
    return message("text", wamid, text={"body": words}, **more)


def status(
    state: str, wamid: str = "wamid.OUT1", at: int = 1795500009, **more: Any
) -> dict[str, Any]:
    one = {"id": wamid, "status": state, "timestamp": str(at), "recipient_id": "6281234500001"}
    return one | {"recipient_user_id": "ID.13491208655302741918"} | more
