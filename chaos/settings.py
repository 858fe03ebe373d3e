"""The service as it runs, with no limit on how often anybody asks, and nothing printed.

`chaos` starts its programs with these. Mail goes to the server that WAYHOME_CHAOS_MAIL_PORT names,
and nowhere without one.
"""

import os

from wayhome.config.settings.development import *  # noqa: F403 (settings are layered this way in Django)

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
if os.environ.get("WAYHOME_CHAOS_MAIL_PORT"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["WAYHOME_CHAOS_MAIL_PORT"])
    EMAIL_TIMEOUT = 5

# While programs are killed more are recorded at once, so that most are in the database's hands, and
# not in the journal's, when it is ended.
if os.environ.get("WAYHOME_CHAOS_AT_ONCE"):
    WAYHOME_INTAKE_AT_ONCE = int(os.environ["WAYHOME_CHAOS_AT_ONCE"])

WAYHOME_CALLS_OF_A_TOKEN = WAYHOME_CALLS_OF_AN_AGENCY = 10_000_000
WAYHOME_PAGES_OF_A_PERSON = WAYHOME_PAGES_OF_AN_AGENCY = 10_000_000
WHITENOISE_AUTOREFRESH = False
LOGGING = {"version": 1, "disable_existing_loggers": True}
