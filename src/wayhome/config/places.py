"""Where Wayhome keeps what it makes on this machine, and which settings it runs with.

A checkout of the source is for development; anything installed from a wheel is production
unless the environment says otherwise. Nothing here needs Django.
"""

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
ENVIRONMENTS = ("development", "test", "production")


def checkout() -> Path | None:
    """The folder of the source checkout, or nothing when installed from a wheel."""
    root = PACKAGE.parents[1]
    return root if (root / "pyproject.toml").is_file() else None


def state_dir() -> Path:
    """Where the embedded database, collected static files and development mail are kept.

    WAYHOME_STATE_DIR wins; then `var` in the checkout; then `var` where the command is run.
    """
    chosen = os.environ.get("WAYHOME_STATE_DIR")
    return Path(chosen).resolve() if chosen else (checkout() or Path.cwd()) / "var"


def settings_module() -> str:
    """The settings for this run. Raises ValueError if WAYHOME_ENVIRONMENT names no settings."""
    assumed = "development" if checkout() else "production"
    environment = os.environ.get("WAYHOME_ENVIRONMENT", assumed)
    if environment not in ENVIRONMENTS:
        raise ValueError(f"WAYHOME_ENVIRONMENT is {environment!r}: use {', '.join(ENVIRONMENTS)}.")
    return f"wayhome.config.settings.{environment}"
