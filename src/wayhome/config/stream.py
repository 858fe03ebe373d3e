"""The open screens alone, as an asynchronous server sees them: production runs them apart."""

import os

import django
from django.conf import settings
from psycopg import conninfo

from wayhome.config import database, places

os.environ.setdefault("DJANGO_SETTINGS_MODULE", places.settings_module())
django.setup()

from wayhome.interfaces.stream.app import Stream  # noqa: E402  # its models need the settings first


def address() -> str:
    """Where the service reaches its database: one connection there listens, beside the pool."""
    chosen = database.restricted(database.url(settings.STATE_DIR))
    return conninfo.make_conninfo(chosen, application_name="wayhome stream")


application = Stream(address())
