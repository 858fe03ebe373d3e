"""The servers that are measured: each filled once from a simulated record, and kept."""

import os
import subprocess
import sys
from pathlib import Path

STATE = Path("var/bench-national").resolve()
SIZES = {"small": ["--area", "Warwickshire"], "large": ["--national"]}


def filled(size: str, *, years: int) -> Path:
    """The folder of a server that holds the country, or its hundredth; filled if it was not.

    What was filled by an earlier version is migrated.
    """
    home, record = STATE / size, STATE / f"{size}-record"
    simulate = ["simulate", str(record), "--years", str(years), *SIZES[size]]
    migrate = ["migrate", "--quiet"]
    fill = [simulate, migrate, ["import-history", str(record)]]
    environment = os.environ | {"WAYHOME_STATE_DIR": str(home)}
    home.mkdir(parents=True, exist_ok=True)
    for command in [migrate] if (home / "filled").exists() else fill:
        print(f"{size}: wayhome {command[0]} …", file=sys.stderr, flush=True)
        subprocess.run(
            [sys.executable, "-m", "wayhome.config.command", *command],
            env=environment,
            check=True,
            stdout=sys.stderr,
        )
    (home / "filled").touch()
    return home
