"""The open screens alone, as an asynchronous server sees them: production runs them apart."""

import gc
import logging
import os

import django
from django.conf import settings
from psycopg import conninfo

from wayhome.config import database, places

os.environ.setdefault("DJANGO_SETTINGS_MODULE", places.settings_module())
django.setup()

from wayhome.interfaces.stream import ready  # noqa: E402  # its models need the settings first
from wayhome.interfaces.stream.app import Stream  # noqa: E402  # as above
from wayhome.platform import clock  # noqa: E402  # as above


def address() -> str:
    """Where the service reaches its database: one connection there listens, beside the pool."""
    chosen = database.restricted(database.url(settings.STATE_DIR))
    return conninfo.make_conninfo(chosen, application_name="wayhome stream")


try:
    ready.make_ready(now=clock.now())
except Exception as lost:  # noqa: BLE001  # the first line is only later for it
    logging.getLogger("wayhome.stream").warning("not made ready: %s", type(lost).__name__)
# What is loaded stays: looking through all of it again for what may go held up whatever was told.
gc.collect()
gc.freeze()
application = Stream(address())
