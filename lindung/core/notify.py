"""Telling open screens that something changed: which list of which unit, and nothing else.

PostgreSQL keeps the word until the transaction is committed, so a screen never asks too early; the
screen then asks for its part of the page again, where rights are checked again. See `web.live`.
"""

from enum import StrEnum
from uuid import UUID

from django.db import connection

CHANNEL = "screens"


class Topic(StrEnum):
    """The lists that renew themselves."""

    INBOX = "inbox"
    TASKS = "tasks"
    CHAT = "chat"  # of those who write on our own site; staff hear the others


def tell_screens(unit_id: UUID, topic: Topic = Topic.INBOX) -> None:
    """Let the open screens of `unit_id` know, once this transaction is committed."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, %s)", [CHANNEL, f"{unit_id} {topic}"])
