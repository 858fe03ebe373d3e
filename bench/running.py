"""Loading one database and measuring it, inside the service's own settings."""

import os
import sys
from datetime import datetime
from time import perf_counter

import psycopg
from django.core.wsgi import get_wsgi_application

from bench import asking, loading, measuring, walls
from wayhome.interfaces.rehearsal import cast as casting
from wayhome.platform import clock
from wayhome.platform.row_security import transactions
from wayhome.records.episodes.models import Episode
from wayhome.stages.search.models import Sighting


def load(*, small: int, large: int) -> None:
    """Fill an empty database with the small number of episodes; one so filled, with the large."""
    transactions.act_for_the_service()
    now = clock.now()
    began = perf_counter()
    before = Episode.objects.count()
    if before == 0:
        cast = casting.assemble(now=now)
        loading.history(cast, first=0, until=small - loading.OPEN, now=now)
        loading.open_episodes(cast, count=loading.OPEN, now=now)
    else:
        loading.history(
            casting.find(), first=small - loading.OPEN, until=large - loading.OPEN, now=now
        )
    count, took = Episode.objects.count(), perf_counter() - began
    print(f"{count:,} episodes; {(count - before) / took:,.0f} a second", file=sys.stderr)
    _tidy()


def _tidy() -> None:
    """What the database does by itself within minutes of so much new data."""
    with psycopg.connect(os.environ["WAYHOME_DATABASE_URL"], autocommit=True) as owner:
        owner.execute("VACUUM (ANALYZE)")


def measure() -> dict[str, list[dict[str, object]]]:
    """Everything that is measured, at this database's size; and what the walls cost the pages.

    The requests are answered as in the service: over a connection that does not bring the key.
    """
    now: datetime = clock.now()
    application = get_wsgi_application()
    with transactions.step():
        cast = casting.find()
        sighted = Sighting.objects.select_related("episode__child").order_by("recorded_at").first()
        if sighted is None:
            raise RuntimeError("load the database first")
        count = Episode.objects.count()
        found = asking.things(cast, longest=sighted.episode, now=now)
        floor = asking.floor(cast, now=now)
    pages = [thing for thing in found if thing.expected == asking.READ]
    return {
        "walls": walls.measure(application, pages, episodes=count),
        "things": _measured(application, found, floor=floor, count=count),
    }


def _measured(
    application: measuring.Application,
    found: list[asking.Thing],
    *,
    floor: measuring.Asked,
    count: int,
) -> list[dict[str, object]]:
    return [
        {"target": thing.target}
        | measuring.measure(
            application,
            thing.name,
            ask=thing.ask,
            floor=floor,
            episodes=count,
            expected=thing.expected,
        ).as_dict()
        for thing in found
    ]
