"""Production refuses to start half-configured, and says what is missing."""

import json
import os
import subprocess
import sys

import pytest

COMPLETE = {
    "WAYHOME_SECRET_KEY": "fifty characters of nothing in particular, for a test",
    "WAYHOME_DATABASE_URL": "postgresql://owner@127.0.0.1:1/nowhere",
    "WAYHOME_ALLOWED_HOSTS": "wayhome.example",
    "WAYHOME_SEAL_KEY_FILE": "/nowhere/seal.key",
    "WAYHOME_CIPHER_KEY_FILE": "/nowhere/cipher.keys",
    "WAYHOME_JOURNAL_DIR": "/nowhere/journal",
    "WAYHOME_SIGN_IN_KEY_FILE": "/nowhere/sign-in.key",
    "WAYHOME_STEP_KEY_FILE": "/nowhere/step.key",
}


def started_with(
    environment: dict[str, str], *, asked: str = "s.DEBUG"
) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WAYHOME_")}
    return subprocess.run(
        [sys.executable, "-c", f"import wayhome.config.settings.production as s; print({asked})"],
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", COMPLETE)
def test_it_does_not_start_without(missing):
    environment = {name: value for name, value in COMPLETE.items() if name != missing}

    started = started_with(environment)

    assert started.returncode != 0
    assert f"{missing} is not set" in started.stderr


def test_it_starts_when_it_has_all_it_needs_and_never_shows_its_insides():
    assert started_with(COMPLETE).stdout.strip() == "False"


def test_in_production_everything_goes_over_https():
    asked = "s.SECURE_SSL_REDIRECT, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE"

    said = started_with(COMPLETE, asked=f"{asked}, s.SECURE_HSTS_SECONDS >= 31536000").stdout

    assert said.split() == ["True"] * 4


def test_nobody_signs_in_by_choice_in_production_whatever_is_asked():
    asked = "s.WAYHOME_SIGN_IN_BY_CHOICE, s.WAYHOME_MAKES_SIGN_IN_KEY"

    refused = started_with({**COMPLETE, "WAYHOME_SIGN_IN_BY_CHOICE": "1"})

    assert started_with(COMPLETE, asked=asked).stdout.split() == ["False", "False"]
    assert refused.returncode != 0
    assert "for invented children alone" in refused.stderr


PROVIDER = {
    "id": "northmoor",
    "name": "Northmoor Police",
    "agency": "Northmoor Police",
    "issuer": "https://sign-in.northmoor.example",
    "client_id": "wayhome",
    "secret": "invented",
}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({}, ""),
        ({"issuer": "http://sign-in.northmoor.example"}, "must begin with https://"),
        ({"issuer": ""}, "issuer is missing"),
        ({"agency": None}, "agency is missing"),
        ({"id": "north/moor"}, "letters, digits and dashes"),
        ({"email_domain": "northmoor.example"}, "email_domain is not known"),
    ],
)
def test_an_agencys_sign_in_is_named_whole_or_it_does_not_start(tmp_path, change, says):
    file = tmp_path / "providers.json"
    file.write_text(json.dumps([PROVIDER | change]))

    started = started_with(
        {**COMPLETE, "WAYHOME_PROVIDERS_FILE": str(file)}, asked="s.WAYHOME_PROVIDERS[0]['id']"
    )

    assert (started.returncode == 0) is (not says)
    assert says in started.stderr
    assert "invented" not in started.stderr
