"""In a running house the worker invents the cases that somebody practises on."""

import re
import time

import pytest

from tests.proof.forms import filled, forms_of
from tests.proof.house import Reader, demo_house

WITHIN_S = 60.0
POLL_S = 0.3


@pytest.mark.long
def test_the_worker_fills_a_place_of_practice_a_moment_after_somebody_enters() -> None:
    with demo_house() as (_, base):
        officer = Reader(base).sign_in("piket@batam.example")
        form = forms_of(officer.get("/latihan/").text)
        start = next(one for one in form if one.action == "/latihan/mulai/")
        entered = officer.post(start.action, data=filled(start, lambda *_: ""))
        assert entered.status_code == 200
        assert "LATIHAN" in entered.text

        end, page = time.monotonic() + WITHIN_S, ""
        while "P-COBA-" not in page and time.monotonic() < end:
            time.sleep(POLL_S)
            page = officer.get("/latihan/meja/").text

        assert re.search(r"P-COBA-[2-9A-HJ-NP-Z]{5}", page)
        assert "P-COBA-" not in officer.get("/meja/").text
