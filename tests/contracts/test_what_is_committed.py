"""What may not be committed: addresses of registries, third-party files, unpinned packages."""

import json
import re

from tests.contracts import files

# Written in two parts, so that this file does not hold what it looks for.
HOSTS = re.compile(
    "|".join(
        re.escape(first + rest)
        for first, rest in (
            ("pypi", ".org"),
            ("pythonhosted", ".org"),
            ("registry.npmjs", ".org"),
            ("registry.yarnpkg", ".com"),
            ("deb.debian", ".org"),
            ("crates", ".io"),
            ("index-url", " "),
        )
    )
)
LARGEST = 1_000_000  # bytes; nothing a person writes is larger


def texts():
    """Name and text of each committed file that is text."""
    for file in files.committed():
        try:
            yield files.named(file), file.read_text()
        except UnicodeDecodeError:
            continue


def test_no_file_names_a_registry():
    found = [
        f"{name}: {match.group(0)}" for name, text in texts() for match in HOSTS.finditer(text)
    ]

    assert not found, found


def test_the_locks_hold_no_address():
    locks = [files.ROOT / "requirements" / name for name in ("app.txt", "test.txt")]

    assert not [files.named(lock) for lock in locks if "://" in lock.read_text()]


def test_the_npm_lock_says_what_but_not_from_where():
    packages = json.loads((files.ROOT / "package-lock.json").read_text())["packages"]

    unpinned = [name for name, about in packages.items() if name and "integrity" not in about]
    placed = [name for name, about in packages.items() if "resolved" in about]

    assert not unpinned, unpinned
    assert not placed, placed


def test_every_python_package_is_pinned_with_a_hash():
    for name in ("app.txt", "test.txt"):
        pins = re.split(r"\n(?=[a-z0-9])", (files.ROOT / "requirements" / name).read_text())[1:]

        unpinned = [pin.splitlines()[0] for pin in pins if "==" not in pin or "sha256:" not in pin]

        assert pins
        assert not unpinned, unpinned


def test_the_tests_run_on_the_versions_the_service_runs_on():
    def pins(name: str) -> set[str]:
        text = (files.ROOT / "requirements" / name).read_text()
        return set(re.findall(r"^[a-z0-9][^ ;]*==[^ ;\\]*", text, flags=re.MULTILINE))

    assert pins("app.txt") <= pins("test.txt")


def test_nothing_committed_is_larger_than_a_person_would_write():
    large = [files.named(file) for file in files.committed() if file.stat().st_size > LARGEST]

    assert not large, large
