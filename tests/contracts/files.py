"""The files of the house, as the contracts read them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "wayhome"
TEMPLATES = SOURCE / "interfaces" / "pages" / "jinja2"


def modules() -> list[Path]:
    """Every module of ours that a person wrote."""
    return [file for file in sorted(SOURCE.rglob("*.py")) if "migrations" not in file.parts]


def committed() -> list[Path]:
    """Every text file that is or would be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split("\0")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def named(file: Path) -> str:
    """A file's name as a person would type it."""
    return str(file.relative_to(ROOT))
