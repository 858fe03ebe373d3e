"""The table of what was measured."""

from typing import Any

from rich.console import Console
from rich.table import Table

GROWTH = 1.3
Row = dict[str, Any]


def show(small: list[Row], large: list[Row]) -> None:
    """Print each thing at both sizes, beside the floor and beside its target."""
    table = Table(title="milliseconds; in brackets the 95th percentile", title_justify="left")
    table.add_column("")
    for rows in (small, large):
        table.add_column(f"{rows[0]['episodes']:,} episodes", justify="right")
        table.add_column("× floor", justify="right")
    for heading in ("target", "growth", ""):
        table.add_column(heading, justify="right")
    floors = [(rows[0]["floor_median"], rows[0]["floor_p95"]) for rows in (small, large)]
    table.add_row("the floor", _took(*floors[0]), "1.0", _took(*floors[1]), "1.0", "", "", "")
    for one, other in zip(small, large, strict=True):
        table.add_row(
            one["name"],
            *(
                cell
                for row in (one, other)
                for cell in (_took(row["median"], row["p95"]), f"{row['ratio']:.1f}")
            ),
            f"≤ {one['target']:.0f}" if one["target"] else "",
            f"{_growth(one, other):.2f}",
            _verdict(one, other),
        )
    Console(width=120).print(table)


def show_walls(rows: list[Row]) -> None:
    """Print each page with policy, row-level security and ledger, and without them."""
    table = Table(title="what the walls cost, in milliseconds", title_justify="left")
    for heading in ("", "episodes", "with", "without", "ratio", "most", ""):
        table.add_column(heading, justify="right" if heading else "left")
    for row in rows:
        table.add_row(
            row["name"],
            f"{row['episodes']:,}",
            f"{row['standing']:.1f}",
            f"{row['without']:.1f}",
            f"{row['ratio']:.2f}",
            f"{row['most']:.1f}",
            "met" if row["ratio"] <= row["most"] else "too much",
        )
    Console(width=120).print(table)


def _took(median: float, p95: float) -> str:
    return f"{median:.1f} ({p95:.1f})"


def _growth(one: Row, other: Row) -> float:
    """How much longer it takes at the larger size, each beside the floor of its own run."""
    return other["ratio"] / one["ratio"]


def _verdict(one: Row, other: Row) -> str:
    missed = []
    if one["target"] and max(one["ratio"], other["ratio"]) > one["target"]:
        missed.append("slow")
    if _growth(one, other) > GROWTH:
        missed.append("grows")
    return ", ".join(missed) or "met"
