"""The service as it runs, with the floor's address beside its own and nothing printed."""

from wayhome.config.settings.development import *  # noqa: F403 (settings are layered this way in Django)

ROOT_URLCONF = "bench.urls"
WHITENOISE_AUTOREFRESH = False
LOGGING = {"version": 1, "disable_existing_loggers": True}
