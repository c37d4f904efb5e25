"""The night planted: the duty phone, telephones of staff, a mission and a danger, days in court."""

import re
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from lindung.core.clock import now
from tests.proof.house import Reader
from tests.proof.planting import Planted, send

PHONE, FIELD, LAW = "/meja/piket/hp/", "/meja/penugasan/", "/meja/hukum/"


def hour(**later: float) -> str:
    """Return an hour of Batam, as a form takes it."""
    return f"{_in_batam(now() + timedelta(**later)):%Y-%m-%dT%H:%M}"


def day(**later: float) -> str:
    """Return a day of Batam."""
    return f"{_in_batam(now() + timedelta(**later)):%Y-%m-%d}"


def _in_batam(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo("Asia/Jakarta"))


def plant_calls(operator: Reader, planted: Planted) -> str:
    """Take a call on the duty phone and decide about a missed one. Return the call's page."""
    page = operator.get(PHONE)
    token = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    rang = operator.post(
        PHONE, data={"channel": "phone", "key": str(uuid4()), "csrfmiddlewaretoken": token}
    )
    here = _path(operator, rang.url)
    send(operator, here, planted, form_to="jenis/", kind="other")
    send(operator, here, planted, form_to="jawaban/", **_calm(operator, here))
    send(operator, f"{here}aman/", planted, channel="call", allowed="no")
    send(operator, f"{here}tandai/", planted, kind="prank", days="3")
    send(operator, f"{here}selesai/", planted, go_on="no", rescued="")
    missed = send(operator, f"{PHONE}tak-terjawab/", planted, began_at="")
    send(operator, _path(operator, missed.url), planted, choice="call", life_in_danger="on")
    send(operator, "/meja/piket/telepon/baru/", planted, way="call")
    return here


def _calm(operator: Reader, here: str) -> dict[str, str]:
    """Answer every question with no, so that the notes stay with the call."""
    page = operator.get(here).text
    asked = set(re.findall(r'type="radio" name="(\w+)"', page)) - {"kind"}
    return dict.fromkeys(asked, "no") | {"topics": ""}


def plant_missions(
    head: Reader, operator: Reader, companion: Reader, report: str, planted: Planted
) -> str:
    """Send somebody out alone, let them be in danger and come back. Return the mission's page."""
    ways = f"{FIELD}untuk/{report}/"
    who = _id_of(operator.get(ways).text, "Nurul Aini")
    plan = {
        "crew": who,
        "escort": "none",
        "signal": "yes",
        "return_by": hour(hours=6),
        "leave_at": "",
    }
    here = _mission_of(send(operator, ways, planted, kind="outreach", **plan).text)
    send(head, f"{here}sendiri/", planted)
    send(companion, here, planted, form_to="saat/en_route/")
    send(companion, here, planted, form_to="kabar/", kind="safe")
    send(companion, here, planted, form_to="kabar/", kind="duress")
    send(head, f"{here}bahaya/selesai/", planted)
    send(companion, f"{here}uang/", planted, paid_on=day(), amount_rupiah="50000")
    send(companion, f"{here}hasil/", planted)
    sent = send(operator, ways, planted, kind="outreach", **plan).text
    send(operator, f"{_mission_of(sent, other_than=here)}batal/", planted)
    return here


def plant_law(manager: Reader, head: Reader, case: str, planted: Planted) -> None:
    """Keep the law of a case: a proceeding, a step, an order, a day in court, a right, the duty."""
    here = f"{LAW}{case}/"
    send(manager, f"{here}jalur/", planted, track="criminal", started_on="")
    send(manager, f"{here}lapor-polisi/", planted, told_by="victim", at=hour(hours=-2))
    why = _first(manager.get(here).text, r"/meja/hukum/[^\"]+/alasan/")
    send(manager, why, planted, end="not_tpks", offence="", informed_at="")
    send(head, why.replace("/alasan/", "/putuskan/"), planted, granted="no")
    step = _first(manager.get(here).text, r"/meja/hukum/[^\"]+/langkah/")
    send(manager, step, planted, step="police_report", at=hour(minutes=-5), cost_rupiah="")
    order = _first(manager.get(here).text, r"/meja/hukum/[^\"]+/jalur/[^\"]+/perlindungan/")
    send(manager, order, planted, from_at=hour(minutes=-5), until_at="")
    days = _first(manager.get(here).text, r"/meja/hukum/[^\"]+/jalur/[^\"]+/sidang/")
    send(manager, days, planted, at=hour(hours=1), companion="")
    limit = re.search(r"/meja/hukum/[^\"]+/tenggat/[^\"]+/akhiri/", manager.get(here).text)
    if limit is not None:
        send(manager, limit[0], planted)
    ended = _first(manager.get(here).text, r"/meja/hukum/[^\"]+/sidang/[^\"]+/hasil/")
    send(manager, ended, planted, state="postponed")
    send(manager, f"{here}hak/restitution/", planted)


def _path(reader: Reader, address: str) -> str:
    return str(address.removeprefix(reader.base))


def _mission_of(page: str, other_than: str = "") -> str:
    """Return the mission that a report's page leads to."""
    found: set[str] = set(re.findall(r"/meja/penugasan/T-[0-9A-Z-]+/", page)) - {other_than}
    assert len(found) == 1, found
    return found.pop()


def _id_of(page: str, name: str) -> str:
    """Return the id of a colleague whose box has this name beside it."""
    return _first(page, rf'value="([0-9a-f-]{{36}})"[^>]*>(?:(?!value=).)*?{name}')


def _first(page: str, pattern: str) -> str:
    found = re.search(pattern, page, re.DOTALL)
    assert found is not None, pattern
    return found[1] if found.re.groups else found[0]
