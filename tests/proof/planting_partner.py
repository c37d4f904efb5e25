"""Another office asked and answering: what leaves, who said yes on the phone, what it wrote."""

import re

from tests.proof.house import Reader
from tests.proof.planting import Planted, send
from tests.proof.planting_night import hour

REFERRALS = "/meja/rujukan/"


def plant_referral(operator: Reader, manager: Reader, case: str, planted: Planted) -> None:
    """Ask a hospital with her consent, and let it answer by link and code."""
    office = {"name": "RSUD", "night_phone": "1", "day_phone": "", "kind": "health", "area": ""}
    send(operator, "/meja/penugasan/siap/mitra/", planted, **office)
    agreed = {"purpose": "share_health", "basis": "consent", "given_by": "victim"}
    send(manager, f"/meja/kasus/{case}/persetujuan/", planted, until_on="", **agreed)
    here = f"{REFERRALS}{case}/"
    form = manager.get(f"{here}baru/").text
    partner = _first(form, r'<option value="([0-9a-f-]{36})"[^>]*>RSUD')
    send(
        manager,
        f"{here}baru/",
        planted,
        partner=partner,
        purpose="visum",
        phoned_at=hour(minutes=-5),
    )
    one = _first(manager.get(here).text, rf'href="({here}[0-9a-f-]{{36}}/)"')
    sent = send(manager, f"{one}kirim/", planted, letter_number="").text
    link = _first(sent, r"/jawab/[a-z0-9-]+/[\w-]+/")
    code = "".join(re.findall(r'<p class="number"><b>(\d{3}) (\d{3})</b>', sent)[0])
    send(manager, link, planted, code=code)
    send(manager, "/jawab/", planted, reply="refused")


def _first(page: str, wanted: str) -> str:
    found = re.search(wanted, page)
    assert found is not None, wanted
    return found[found.lastindex or 0]
