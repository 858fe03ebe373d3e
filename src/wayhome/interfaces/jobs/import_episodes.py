"""`wayhome import police FILE` and `wayhome import care FILE`: past episodes from a CSV file."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from wayhome.interfaces.imports import mapping, reading, reports, taking
from wayhome.platform import clock
from wayhome.records.agencies import protocols
from wayhome.records.agencies import queries as agencies
from wayhome.records.practitioners import queries as practitioners
from wayhome.records.practitioners import viewers
from wayhome.rules import access, facts
from wayhome.rules.vocabulary import AgencyKind, Purpose

KIND_OF = {"police": AgencyKind.POLICE, "care": AgencyKind.LOCAL_AUTHORITY}
NOT_ALL = 3  # the exit code when some rows were rejected


class NotPossible(ValueError):
    """The import cannot start; the message says what to do."""


def main(argv: Sequence[str]) -> int:
    """Import one file. 0 when every row was taken in, 3 when some were rejected.

    Raises ValueError, which the command prints, when the file cannot be imported at all.
    """
    asked = _parser().parse_args(argv)
    source, by = _prepared(asked)
    console = Console()
    now = clock.now()
    count, contradictions = taking.survey(source, now=now)
    with reports.rejects(source.file, keep=not asked.dry_run) as rejected, _bar(console) as bar:
        task = bar.add_task("rows", total=count, rate="")
        how = taking.Taking(
            by=by,
            now=now,
            dry_run=asked.dry_run,
            progress=lambda done: _advance(bar, task, done),
            rejected=rejected.add,
        )
        try:
            tally = taking.take(source, how, contradictions=contradictions)
        except (access.Refused, protocols.NoProtocol) as refused:
            raise NotPossible(str(refused)) from refused
    reports.show(
        console, tally=tally, rejected=rejected, dry_run=asked.dry_run, path=source.file.path
    )
    return NOT_ALL if tally.came[taking.Came.REJECTED] else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="wayhome import", description="Read past episodes from a CSV file."
    )
    parser.add_argument("kind", choices=sorted(KIND_OF), help="whose file it is")
    parser.add_argument("file", type=Path, metavar="FILE")
    parser.add_argument("--agency", required=True, help="the force or council whose file it is")
    parser.add_argument("--by", required=True, metavar="USERNAME", help="who is importing it")
    parser.add_argument("--mapping", type=Path, help="a mapping other than FILE.yaml")
    parser.add_argument("--dry-run", action="store_true", help="show what would happen")
    return parser


def _prepared(asked: argparse.Namespace) -> tuple[taking.Source, facts.Viewer]:
    mapped = mapping.beside(asked.file, kind=asked.kind, chosen=asked.mapping)
    file = reading.opened(asked.file, encoding=mapped.encoding, delimiter=mapped.delimiter)
    mapped = mapping.of(mapped, file, kind=asked.kind)
    councils = {
        council.name.casefold(): council.id
        for council in agencies.agencies(AgencyKind.LOCAL_AUTHORITY)
    }
    source = taking.Source(asked.kind, file, mapped, councils)
    return source, _importer(asked.by, agency=asked.agency, kind=KIND_OF[asked.kind])


def _importer(username: str, *, agency: str, kind: AgencyKind) -> facts.Viewer:
    """Who imports, for the agency whose file it is. Raises NotPossible."""
    person = practitioners.by_username(username)
    by = person and viewers.viewer_of(person.id, now=clock.now(), purpose=Purpose.OVERSIGHT)
    if not by:
        raise NotPossible(f"Nobody signs in as {username}.")
    if not any(each.name.casefold() == agency.casefold() for each in agencies.agencies()):
        raise NotPossible(f"There is no agency called {reading.told(agency)}.")
    if by.agency_name.casefold() != agency.casefold() or by.agency_kind is not kind:
        raise NotPossible(
            f"{by.name} works for {by.agency_name}, a {by.agency_kind.label}. A file is imported "
            f"by somebody of the {kind.label} whose file it is."
        )
    decision = access.decide(by, access.Deed.IMPORT)
    if not decision.allowed:
        raise NotPossible(decision.reason)
    return by


def _bar(console: Console) -> Progress:
    return Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )


def _advance(bar: Progress, task: TaskID, done: int) -> None:
    bar.advance(task, done)
    speed = bar.tasks[task].finished_speed or bar.tasks[task].speed
    bar.update(task, rate=f"{speed:,.0f} rows a second" if speed else "")
