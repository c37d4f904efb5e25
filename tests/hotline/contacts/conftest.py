"""Calls that reach the duty phone of Kutai Timur."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from lindung.access.models import Staff
from lindung.core.frame import frame
from lindung.hotline.codes.contact import ContactKind
from lindung.hotline.models.contact import CallBack, Contact
from lindung.hotline.services.contact import open_contact, sort_contact
from tests.conftest import UNIT, at_work

NUMBER = "0812-5555-0101"
Rings = Callable[..., Contact]


@pytest.fixture
def rings(rini: Staff) -> Rings:
    """Let the phone ring while Rini holds it; `kind` is what she presses next."""

    def ring(kind: str = "", *, by: Staff = rini, **more: Any) -> Contact:
        with at_work(by):
            told = {"channel": "phone", "key": str(uuid4())} | more
            contact = open_contact(by.actor(), **told)
            if kind:
                sort_contact(by.actor(), contact, kind)
            return contact

    return ring


@pytest.fixture
def telling(rings: Rings) -> Contact:
    """A woman who tells about herself."""
    return rings(ContactKind.SELF, identifier=NUMBER)


@pytest.fixture
def missed(rings: Rings) -> CallBack:
    """A call that nobody took, and the decision it waits for."""
    return decision_of(rings(answered=False, identifier=NUMBER))


def decision_of(contact: Contact) -> CallBack:
    """Return the decision about a contact."""
    with frame(UNIT):
        return CallBack.objects.select_related("contact").get(contact=contact)
