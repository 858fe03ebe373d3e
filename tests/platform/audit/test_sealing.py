"""The key, and what is said where nothing is sealed."""

import stat

import pytest
from django.core.exceptions import ImproperlyConfigured
from tests.platform.audit.looks import seal

from wayhome.interfaces.jobs import audit as job
from wayhome.platform.audit import signing, verifying
from wayhome.platform.models import new_id

pytestmark = pytest.mark.django_db


def test_a_ledger_in_which_nothing_ever_happened_holds_and_needs_no_seal(verdict):
    assert seal() is None
    assert verdict() == verifying.Verdict(0, 0, None, None)


def test_what_cannot_be_shown_or_proved_is_said(told):
    for argv, given in (
        (("checkpoint",), None),
        (("proof", str(new_id())), None),
        (("check", "FILE"), "{}"),
        (("check", "FILE"), "[]"),
        (("check", "/no/such/file"), None),
        (("verify", "--key", "00"), None),
        (("verify", "--checkpoint", "FILE"), "{}"),
    ):
        with pytest.raises(job.NotPossible):
            told(*argv, given=given)


def test_a_key_is_made_once_where_settings_allow_it_and_for_its_owner_alone(settings, tmp_path):
    settings.WAYHOME_SEAL_KEY_FILE = tmp_path / "of" / "seal.key"
    made = signing.public_bytes(signing.key().public_key())
    assert signing.public_bytes(signing.key().public_key()) == made
    assert stat.S_IMODE(settings.WAYHOME_SEAL_KEY_FILE.stat().st_mode) == 0o600
    assert list((tmp_path / "of").iterdir()) == [settings.WAYHOME_SEAL_KEY_FILE]


def test_without_its_key_nothing_is_sealed_and_the_reason_is_said(settings, tmp_path):
    settings.WAYHOME_SEAL_KEY_FILE = tmp_path / "seal.key"
    settings.WAYHOME_MAKES_SEAL_KEY = False
    with pytest.raises(ImproperlyConfigured, match=r"seal\.key"):
        seal()
    settings.WAYHOME_SEAL_KEY_FILE.write_text("not a key")
    with pytest.raises(ImproperlyConfigured):
        seal()
