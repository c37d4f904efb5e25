"""`doctor` and a watcher outside see that the calling of a running house is alive, or is not."""

import json
import os
import signal
from typing import Any

import pytest

from tests.running.houses import House, lindung, new_home, running, until


def calling(house: House) -> dict[str, Any]:
    told = json.loads(lindung(house.home, "doctor", "--json").stdout)
    return dict(told["calling"]) | {"codes": [one["code"] for one in told["warnings"]]}


@pytest.mark.long
@pytest.mark.xdist_group("commands")
def test_doctor_sees_the_calling_speak_and_a_caller_that_was_stopped() -> None:
    with new_home() as home, running(home) as house:
        until(lambda: not calling(house)["wrong"], 30)
        found = calling(house)
        assert {"tick", "sender", "auditor"} <= set(found["spoke_s_ago"])
        assert found["oldest_call_late_s"] == 0
        assert "calling" not in found["codes"]

        worker = house.part(b"worker")
        os.kill(worker, signal.SIGSTOP)  # it hangs: nothing starts it again
        try:
            until(lambda: "tick" in calling(house)["wrong"], 90)
            assert "calling" in calling(house)["codes"]
        finally:
            os.kill(worker, signal.SIGCONT)
        until(lambda: not calling(house)["wrong"], 30)
