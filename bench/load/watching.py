"""What grows while the service works: memory of each program, connections to the database."""

import threading
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import psycopg
from chaos.house import House
from chaos.programs import children_of

EVERY = 5.0  # seconds
MEGABYTE = 1024  # kilobytes, as the kernel says them
CONNECTIONS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
# What may be added between the second quarter of a run and the last: pools fill, caches warm.
MAY_GROW = 1.15
FEWEST = 4  # looks at each, or nothing is known of whether it grew


@dataclass(slots=True)
class Watched:
    """What was seen every few seconds, by what it is of: megabytes, or connections."""

    seen: dict[str, list[float]] = field(default_factory=dict)

    def quarters(self, name: str) -> tuple[float, float]:
        """The middle of the second quarter, and of the last. Raises KeyError."""
        values = self.seen[name]
        quarter = max(1, len(values) // 4)
        return median(values[quarter : 2 * quarter] or values), median(values[-quarter:])

    def growing(self) -> list[str]:
        """What is not flat."""
        return [
            name for name in self.seen if self.quarters(name)[1] > MAY_GROW * self.quarters(name)[0]
        ]


class Watcher(threading.Thread):
    """Looks every few seconds at what each program holds."""

    def __init__(self, house: House) -> None:
        """Nothing is looked at before it is started."""
        super().__init__(daemon=True)
        self.house, self.watched, self.is_over = house, Watched(), threading.Event()

    def run(self) -> None:
        """Look, until it is over."""
        with psycopg.connect(self.house.database.address(), autocommit=True) as line:
            while not self.is_over.wait(EVERY):
                for program in self.house.programs:
                    if program.running is not None:
                        self._add(f"{program.name} (MB)", _memory(program.running.pid) / MEGABYTE)
                row = line.execute(CONNECTIONS).fetchone()
                self._add("connections", float(row[0]) if row else 0.0)

    def _add(self, name: str, value: float) -> None:
        self.watched.seen.setdefault(name, []).append(value)


def _memory(pid: int) -> int:
    """Resident kilobytes of a process and of all that it started; nothing of one that has ended."""
    try:
        said = Path(f"/proc/{pid}/status").read_text()
        own = next(int(line.split()[1]) for line in said.splitlines() if line.startswith("VmRSS"))
        return own + sum(_memory(each) for each in children_of(pid))
    except (OSError, StopIteration):
        return 0
