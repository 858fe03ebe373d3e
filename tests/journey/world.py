"""What journey tests share: the named refusals, every stored fact, and a child to begin with."""

import json
from datetime import UTC, datetime, timedelta

from django.apps import apps
from django.db import connection

from wayhome.interfaces.rehearsal import cast as casting
from wayhome.journey import acting, child_introduced, report_received
from wayhome.platform.audit.models import LedgerEntry
from wayhome.platform.models import Fact
from wayhome.platform.submissions import once
from wayhome.records.agencies import protocols
from wayhome.records.agencies import queries as agencies
from wayhome.records.children import queries as children
from wayhome.records.episodes import queries as episodes
from wayhome.rules import access, told
from wayhome.stages.intake import queries as intake
from wayhome.stages.interviews import queries as interviews
from wayhome.stages.response import queries as response
from wayhome.stages.search import queries as search
from wayhome.stages.support import queries as support

START = datetime(2026, 3, 10, 21, 0, tzinfo=UTC)  # a Tuesday
NAMED = (
    access.Refused,
    acting.Contradiction,
    acting.NotNow,
    acting.EpisodeIsClosed,
    once.KeyUsedForSomethingElse,
    protocols.NoProtocol,
    agencies.NoSuchAgency,
    children.NoSuchChild,
    episodes.NoSuchEpisode,
    intake.NoSuchAnswer,
    interviews.NoSuchOffer,
    response.NoSuchThing,
    search.NoSuchSighting,
    support.NoSuchPlan,
)
# What may be written into a fact later, once.
WRITTEN_LATER = {
    *("taken_at", "taken_by_id", "done_at", "done_by_id", "outcome", "we_did", "met_at"),
    *("met_by_id", "met_recorded_at", "declined_at", "declined_by_id", "declined_reason"),
    "declined_kind",
    *("delivered_at", "opened_at", "opened_by_id", "acknowledged_at", "acknowledged_by_id"),
    *("accepted_at", "accepted_by_id", "agreed_at", "settled_at", "answered_at"),
    *("answered_by_id", "answer", "decline_reason", "decline_words", "ended_at", "ended_by_id"),
    *("police_signed_at", "police_signed_by_id", "police_explanation"),
    *("childrens_services_signed_at", "childrens_services_signed_by_id"),
    *("childrens_services_explanation", "lifted_at", "lifted_by_id"),
    "finished_at",
    *("stood_down_at", "stood_down_by_id", "stood_down_reason"),
    *("taken_back_at", "taken_back_by_id", "taken_back_reason"),
}
EMPTY = (None, "", "no_answer")


def after(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def fact_models():
    """Every table of facts."""
    return [model for model in apps.get_models() if issubclass(model, Fact)]


def all_facts():
    """Every fact there is, by table and identifier, by one query."""
    tables = [model._meta.db_table for model in fact_models()]
    parts = (f"SELECT '{name}', id, to_jsonb(t) FROM {name} t" for name in tables)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {(table, key): json.loads(row) for table, key, row in cursor.fetchall()}


def settle():
    """Ask the database now what it would ask at the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def ledger_of(as_owner):
    """The ledger as only the owner can read it: what was done, oldest first."""
    with as_owner():
        return list(LedgerEntry.objects.order_by("id").values_list("deed", flat=True))


def introduce(cast, *, by="joss", now=START, **known):
    """A child who lives at Larch House, placed by Harrowfell; their identifier."""
    arrangement = told.Arrangement(
        responsible_authority_id=cast.agencies["Harrowfell Council"],
        placement_id=cast.agencies["Larch House"],
        is_looked_after=True,
    )
    made = child_introduced.record(
        told.Child(**({"given_name": "Amira", "family_name": "Example"} | known)),
        arrangement=arrangement,
        by=cast.viewer(by, now=now),
        now=now,
    )
    return made.child_id


def report(cast, child_id=None, *, by="joss", now=START, key="one", **said):
    """A missing report; the answer to it."""
    return report_received.record(
        told.MissingReport(
            reporter=told.Reporter("Joss Amberley", "01632 960001"),
            why_worried="Not back from school",
            child_id=child_id,
            **said,
        ),
        key=key,
        by=cast.viewer(by, now=now),
        now=now,
    )


def open_episode(cast, *, now=START, **said):
    """A child reported missing from Larch House; the episode's identifier."""
    child_id = introduce(cast, now=now)
    return episodes.locked(report(cast, child_id, now=now, **said)["episode_id"]).id


def assemble(now=START):
    return casting.assemble(now=now)
