"""Whatever the environment may say to Wayhome is on the page for whoever runs it."""

import re

from tests.contracts import files

PAGE = files.ROOT / "docs" / "running.md"
READ = re.compile(
    r"environ(?:\.get\(|\[)\s*f?[\"'](WAYHOME_[A-Z_]+)|required\(\s*\"(WAYHOME_[A-Z_]+)"
)
# Said by Wayhome to itself; and what it refuses to start with.
NOT_FOR_WHOEVER_RUNS_IT = {"WAYHOME_DATABASE_ROLE", "WAYHOME_SIGN_IN_BY_CHOICE"}


def asked():
    texts = [file.read_text(encoding="utf-8") for file in files.modules()]
    return {one or other for text in texts for one, other in READ.findall(text)}


def listed():
    rows = [
        line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| `")
    ]
    named = {name for row in rows for name in re.findall(r"WAYHOME_[A-Z_]+", row.split(" | ")[0])}
    smtp = {f"WAYHOME_SMTP_{each}" for each in ("PORT", "USERNAME", "PASSWORD", "TLS")}
    return named | (smtp if "WAYHOME_SMTP_HOST" in named else set())


def test_each_variable_that_is_read_is_on_the_page():
    assert {"WAYHOME_SECRET_KEY", "WAYHOME_PROXIES"} <= asked()
    assert asked() - NOT_FOR_WHOEVER_RUNS_IT <= listed()
