"""The service as it runs, with the floor's address beside its own and nothing printed."""

from wayhome.config.settings.development import *  # noqa: F403 (settings are layered this way in Django)

ROOT_URLCONF = "bench.urls"
WHITENOISE_AUTOREFRESH = False
LOGGING = {"version": 1, "disable_existing_loggers": True}

# Whoever measures opens more pages in a minute than a person reads.
WAYHOME_PAGES_OF_A_PERSON = WAYHOME_PAGES_OF_AN_AGENCY = 1_000_000
WAYHOME_CALLS_OF_A_TOKEN = WAYHOME_CALLS_OF_AN_AGENCY = 1_000_000
