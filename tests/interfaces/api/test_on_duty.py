"""Who is on duty, by the API."""

from datetime import timedelta

import pytest
from tests.interfaces.api.calling import after, iso

from wayhome.rules.vocabulary import PostKind

pytestmark = pytest.mark.django_db


def test_a_rota_is_written_read_and_ended(callers):
    post = str(callers.cast.post("Northmoor Police", PostKind.DUTY_INSPECTOR))
    ines = str(callers.cast.people["ines"])
    line = {"practitioner_id": ines, "weekdays": [0, 1, 2, 3, 4, 5, 6]}
    line |= {"begins": "00:00", "ends": "00:00"}

    assert callers.post("ines", f"/on-duty/{post}/lines", line).status_code == 403
    made = callers.done("owen", f"/on-duty/{post}/lines", line, at=after(1))["made_id"]

    [shown] = callers.read("asha", "/on-duty", at=after(2))
    assert (shown["post_id"], shown["practitioner_ids"], shown["gaps"]) == (post, [ines], [])
    assert callers.read("nadia", "/on-duty", at=after(2)) == []
    callers.done("owen", f"/on-duty/lines/{made}/take-off", at=after(3))
    assert len(callers.read("asha", "/on-duty", at=after(4))[0]["gaps"]) == 1


def test_somebody_stands_in(callers):
    post = str(callers.cast.post("Northmoor Police", PostKind.DUTY_INSPECTOR))
    ines = str(callers.cast.people["ines"])
    line = {"practitioner_id": ines, "weekdays": [0], "begins": "00:00", "ends": "00:15"}
    callers.done("owen", f"/on-duty/{post}/lines", line, at=after(1))
    said = {
        "practitioner_id": ines,
        "begins_at": iso(after(1)),
        "ends_at": iso(after(1) + timedelta(hours=2)),
    }

    callers.done("owen", f"/on-duty/{post}/stand-ins", said, at=after(1))

    assert callers.read("owen", "/on-duty", at=after(2))[0]["practitioner_ids"] == [ines]
