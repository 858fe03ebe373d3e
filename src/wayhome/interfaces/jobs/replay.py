"""Plays published cases and prints what Wayhome would have done beside what happened."""

import argparse
import json
import sys
import textwrap
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from rich import console as consoles
from rich import table as tables

from wayhome.interfaces.rehearsal import case_files, case_pages, expecting, noticing, replaying

LEFT, RIGHT = 62, 46
SAID = {
    "required": "REQUIRED",
    "told": "TOLD",
    "escalated": "ESCALATED",
    "refused": "REFUSED",
    "shown": "SHOWN",
    "level": "LEVEL",
    "state": "STANDS",
}


def main(argv: Sequence[str]) -> int:
    """Play each file. 0 when every expectation was met, 1 when one was not or a case is wrong."""
    options = _options(argv)
    played = []
    for path in options.files:
        if not path.is_file():
            print(f"There is no file {path}", file=sys.stderr)
            return 1
        try:
            played.append((path, replaying.play(case_files.read(path))))
        except (case_files.CaseProblem, OSError) as problem:
            print(f"{path}: {problem}", file=sys.stderr)
            return 1
    if options.page:
        print("\n".join(case_pages.page(path.name, each) for path, each in played), end="")
    elif options.json:
        print(json.dumps([_as_json(path, each) for path, each in played], indent=2))
    else:
        for _, each in played:
            _tell(each)
    return 0 if all(each.is_as_expected for _, each in played) else 1


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="wayhome replay", description=__doc__)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="print it as JSON")
    parser.add_argument("--page", action="store_true", help="print its page for docs/cases")
    return parser.parse_args(argv)


def _rows(played: replaying.Replayed) -> Iterator[tuple[str, list[str], list[str]]]:
    """For each minute: what Wayhome did, and what happened."""
    right = [
        *(noticing.Line(one.at, "published", f"• {one.words}") for one in played.case.published),
        *(noticing.Line(one.at, "does", f"→ {one.words}") for one in played.people),
    ]
    for at in sorted({line.at for line in (*played.wayhome, *right)}):
        yield (
            noticing.moment(at),
            [f"{SAID[line.kind]} {line.words}" for line in played.wayhome if line.at == at],
            [line.words for line in right if line.at == at],
        )


def _tell(played: replaying.Replayed) -> None:
    case = played.case
    print(f"\n{case.title}\n{'=' * len(case.title)}\n{textwrap.fill(case.summary, 100)}\n")
    if sys.stdout.isatty():
        _in_a_table(played)
    else:
        _in_columns(played)
    print("\nThe moment at which the published failure would have been caught")
    for each in played.checked:
        print(_verdict(each))
    if case.not_yet:
        print(f"\nNot yet: {textwrap.fill(case.not_yet, 100)}")
    print("\nSources")
    for source in case.sources:
        print(f"  {source.words}\n  {source.address}")


def _in_a_table(played: replaying.Replayed) -> None:
    table = tables.Table("When", "What Wayhome does", "What happened", show_lines=True)
    for when, left, right in _rows(played):
        table.add_row(when, "\n".join(left), "\n".join(right))
    consoles.Console().print(table)


def _in_columns(played: replaying.Replayed) -> None:
    print(f"{'When':<16} {'What Wayhome does':<{LEFT}} What happened")
    for when, left, right in _rows(played):
        wrapped = [
            [
                piece
                for words in side
                for piece in textwrap.wrap(words, width, subsequent_indent="  ")
            ]
            for side, width in ((left, LEFT - 2), (right, RIGHT))
        ]
        for number in range(max(len(side) for side in wrapped)):
            first, second = (side[number] if number < len(side) else "" for side in wrapped)
            print(f"{when if number == 0 else '':<16} {first:<{LEFT}} {second}".rstrip())


def _verdict(checked: expecting.Checked) -> str:
    wanted = checked.expectation
    sign = ("CAUGHT" if wanted.is_catch else "yes") if checked.at else "NOT MET"
    when = noticing.moment(checked.at or wanted.by)
    source = wanted.source
    return (
        f"  {sign:<7} {when}  {wanted.because}\n"
        f"          by {source.document}: {source.place} ({source.binding})"
    )


def _as_json(path: Path, played: replaying.Replayed) -> dict[str, object]:
    return {
        "file": path.name,
        "title": played.case.title,
        "met": played.is_as_expected,
        "wayhome": [_line(line) for line in played.wayhome],
        "people": [_line(line) for line in played.people],
        "published": [{"at": _stamp(one.at), "words": one.words} for one in played.case.published],
        "expected": [
            {
                "because": each.expectation.because,
                "by": _stamp(each.expectation.by),
                "at": _stamp(each.at) if each.at else None,
                "catch": each.expectation.is_catch,
                "rule": each.expectation.source.document,
            }
            for each in played.checked
        ],
    }


def _line(line: noticing.Line) -> dict[str, str]:
    return {"at": _stamp(line.at), "kind": line.kind, "words": line.words}


def _stamp(at: datetime) -> str:
    return at.isoformat()
