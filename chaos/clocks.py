"""`python -m chaos.clocks N`: every kind of clock at N random starts, beside the almanac.

Prints how far the rules were out, in seconds or days, at the worst; and that what was planted is
found. Fails where a rule is out at all, or what was planted is not found.
"""

import argparse
import random
from dataclasses import dataclass

from chaos import kinds


@dataclass(slots=True)
class Found:
    """How often one kind of clock was asked, how often wrong, and by how much at the worst."""

    kind: kinds.Kind
    asked: int = 0
    wrong: int = 0
    worst: int = 0
    example: int = 0

    def ask(self, start: kinds.Start) -> None:
        """Ask both, and count where they differ."""
        self.asked += 1
        out_by = abs(self.kind.by_rules(start) - self.kind.by_almanac(start))
        if out_by:
            self.wrong += 1
            if out_by > self.worst:
                self.worst, self.example = out_by, start.second


def compare(starts: int, *, seed: int) -> list[Found]:
    """Every kind of clock, and what was planted, at so many random starts."""
    dice = random.Random(seed)  # chance that can be had again
    found = [Found(kind) for kind in (*kinds.KINDS, *kinds.PLANTED)]
    for turn in range(starts):
        start = kinds.thrown(dice, turn=turn)
        for each in found:
            each.ask(start)
    return found


def problems(found: list[Found]) -> list[str]:
    """What is not as it should be: a rule that is out, or a planted mistake that was not found."""
    out = [
        f"{each.kind.name}: out {each.wrong} times, by {each.worst} at {each.example}"
        for each in found
        if each.kind in kinds.KINDS and each.wrong
    ]
    missed = [
        f"{each.kind.name}: not found"
        for each in found
        if each.kind in kinds.PLANTED and not each.wrong
    ]
    return out + missed


def main() -> int:
    """Compare, print the figures, and say whether all is well."""
    parser = argparse.ArgumentParser(prog="script/clocks", description=__doc__)
    parser.add_argument("starts", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--seed", type=int, default=2020)
    asked = parser.parse_args()
    found = compare(asked.starts, seed=asked.seed)
    print(f"{asked.starts:,} random starts from 2020 to 2040, seed {asked.seed}")
    print(f"{'':42} {'asked':>10} {'wrong':>8} {'worst':>8}")
    for each in found:
        print(f"{each.kind.name:42} {each.asked:10,} {each.wrong:8,} {each.worst:8,}")
    wrong = problems(found)
    print("\n".join(wrong) or "No rule is out by a second; each planted mistake is found.")
    return bool(wrong)


if __name__ == "__main__":
    raise SystemExit(main())
