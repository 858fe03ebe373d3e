"""Production refuses to start half-configured, and says what is missing."""

import os
import subprocess
import sys

import pytest

COMPLETE = {
    "WAYHOME_SECRET_KEY": "fifty characters of nothing in particular, for a test",
    "WAYHOME_DATABASE_URL": "postgresql://owner@127.0.0.1:1/nowhere",
    "WAYHOME_ALLOWED_HOSTS": "wayhome.example",
    "WAYHOME_SEAL_KEY_FILE": "/nowhere/seal.key",
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
