"""A webhook is Meta's own only if these very bytes are signed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pywa.utils import webhook_updates_validator

from lindung.hotline.cloud.signature import same_word, signature, signed


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(body=st.binary(), secret=st.text(min_size=1, alphabet=st.characters(codec="utf-8")))
def test_our_signature_is_the_one_another_program_takes(body: bytes, secret: str) -> None:
    header = signature(secret, body)

    assert signed(secret, body, header)
    assert webhook_updates_validator(secret, body, header)
    assert not signed(secret, body + b" ", header)


@pytest.mark.parametrize("header", ["", "sha256=", "sha256=é", "sha1=00", "0" * 64])
def test_whatever_is_no_signature_signs_nothing(header: str) -> None:
    assert not signed("geheim", b"{}", header)


def test_without_a_secret_nothing_is_signed_and_no_word_is_right() -> None:
    assert not signed("", b"{}", signature("", b"{}"))
    assert not same_word("", "")
    assert same_word("kata", "kata")
