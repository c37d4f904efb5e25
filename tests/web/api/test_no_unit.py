"""A house in which nobody works yet."""

import json

import pytest
from django.test import Client

from tests.web.api.conftest import REPORTS, TOLD


@pytest.mark.django_db
def test_it_takes_no_report_and_says_whom_to_call(client: Client) -> None:
    answer = client.post(REPORTS, TOLD, "application/json")

    assert answer.status_code == 503
    said = json.loads(answer.content)
    assert said["code"] == "no_unit"
    assert "129" in said["title"]
