"""The calibration on one page: the table, and the distributions beside the published points."""

from collections.abc import Sequence
from html import escape

import numpy as np

from wayhome.simulation import published
from wayhome.simulation.calibration import Held
from wayhome.simulation.counting import Counted

WIDE, HIGH, EDGE = 560, 260, 44
_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse}td,th{padding:.2rem .8rem;text-align:left;"
    "border-bottom:1px solid #b1b4b6}td.n{text-align:right}figure{display:inline-block;margin:1rem}"
    "svg{max-width:100%;height:auto}"
)


def page(counted: Counted, held: Sequence[Held]) -> str:
    """An HTML page that stands alone."""
    rows = "".join(
        f"<tr><td>{escape(each.row.name)}</td><td class=n>{each.row.published:g}</td>"
        f"<td class=n>{each.simulated:.2f}</td><td>{each.row.least:g} to {each.row.most:g}</td>"
        f"<td>{'within' if each.is_within else 'NOT WITHIN'}</td>"
        f"<td>{escape(_sources(each))}</td></tr>"
        for each in held
    )
    drawn = "".join(f"<figure>{each}</figure>" for each in drawings(counted))
    return (
        '<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Calibration</title>'
        f"<style>{_STYLE}</style><h1>An invented country beside what is published</h1>"
        "<p>Nobody in it is real. Lines are simulated, dots are published.</p>"
        f"{drawn}<table><caption>Every figure that is held</caption><thead><tr><th>Figure</th>"
        "<th>Published</th><th>Simulated</th><th>Within</th><th></th><th>Source</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></html>"
    )


def _sources(held: Held) -> str:
    said = "; ".join(published.SOURCES[tag].title for tag in held.row.sources.split())
    return f"{said}. {held.row.chosen}" if held.row.chosen else said


def drawings(counted: Counted) -> list[str]:
    """The distributions, an SVG each."""
    hours = np.geomspace(0.5, 720, 60)
    lasted = [float((counted.of.absences.hours <= each).mean()) for each in hours]
    kilometres = np.geomspace(0.2, 300, 60)
    young = (counted.of.circumstances.age >= 12) & (counted.of.circumstances.age < 15)
    far = counted.of.circumstances.kilometres[young]
    near = [float((far <= each).mean()) for each in kilometres]
    counts = np.arange(1, 31)
    often = [float((counted.everybody.count >= each).mean()) for each in counts]
    ages = np.arange(18)
    of_age = np.bincount(counted.of.circumstances.age.astype(int), minlength=18)[:18]
    return [
        _drawn(
            "Hours away: share over",
            hours,
            lasted,
            [(8, 0.5), (24, 0.76), (48, 0.87), (168, 0.975)],
        ),
        _drawn(
            "Kilometres at 12 to 14: share found within",
            kilometres,
            near,
            [(1, 0.3), (3, 0.5), (8, 0.7), (18, 0.8), (43, 0.9)],
        ),
        _drawn(
            "Absences in a year: share of children with as many",
            counts,
            often,
            [(1, 1), (2, 0.43), (10, 0.04)],
        ),
        _drawn("Age: share of absences", ages, list(of_age / of_age.sum()), [], is_log=False),
        _drawn(
            "Month, against the mean",
            np.arange(1, 13),
            list(counted.by_month),
            list(zip(range(1, 13), published.MONTHS, strict=True)),
            is_log=False,
            most=1.5,
        ),
    ]


def _drawn(
    title: str,
    across: np.ndarray,
    up: Sequence[float],
    dots: Sequence[tuple[float, float]],
    *,
    is_log: bool = True,
    most: float = 0.0,
) -> str:
    """One line and the published points. The axes say their ends and the middle."""
    most = most or max(max(up), *(y for _x, y in dots), 0.01)
    first, last = float(across[0]), float(across[-1])

    def x(value: float) -> float:
        part = (
            np.log(value / first) / np.log(last / first)
            if is_log
            else (value - first) / (last - first)
        )
        return round(EDGE + float(part) * (WIDE - 2 * EDGE), 1)

    def y(value: float) -> float:
        return round(HIGH - EDGE - value / most * (HIGH - 2 * EDGE), 1)

    line = " ".join(f"{x(float(a))},{y(b)}" for a, b in zip(across, up, strict=True))
    points = "".join(
        f'<circle cx="{x(a)}" cy="{y(b)}" r="5" fill="none" stroke="#d4351c" stroke-width="2"/>'
        for a, b in dots
    )
    middle = np.sqrt(first * last) if is_log else (first + last) / 2
    ticks = "".join(
        f'<text x="{x(value)}" y="{HIGH - EDGE + 18}" text-anchor="middle">{value:.3g}</text>'
        for value in (first, float(middle), last)
    ) + "".join(
        f'<text x="{EDGE - 6}" y="{y(value) + 4}" text-anchor="end">{value:.2g}</text>'
        for value in (0, most / 2, most)
    )
    return (
        f'<svg role="img" viewBox="0 0 {WIDE} {HIGH}" width="{WIDE}" font-size="13" '
        f'font-family="sans-serif"><title>{escape(title)}</title>'
        f'<text x="{EDGE}" y="20" font-weight="bold">{escape(title)}</text>'
        f'<path d="M{EDGE},{EDGE}V{HIGH - EDGE}H{WIDE - EDGE}" fill="none" stroke="#505a5f"/>'
        f'<polyline points="{line}" fill="none" stroke="#1d70b8" stroke-width="2"/>'
        f"{points}{ticks}</svg>"
    )
