"""One machine, invented children: sign in by choosing a person, mail written to files.

It answers only to this machine's own names, so it cannot be put on a network by mistake.
"""

import os
import sys

from wayhome.config.settings.base import *  # noqa: F403 (settings are layered this way in Django)
from wayhome.config.settings.base import LOGGING, STATE_DIR

DEBUG = os.environ.get("WAYHOME_DEBUG") == "1"
SECRET_KEY = "development only: it protects nothing but invented children"  # noqa: S105 (not secret)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
INTERNAL_IPS = ["127.0.0.1"]

WAYHOME_SIGN_IN_BY_CHOICE = True
WAYHOME_MAKES_CIPHER_KEY = True
WAYHOME_MAKES_SIGN_IN_KEY = True
WAYHOME_MAKES_SEAL_KEY = WAYHOME_MAKES_STEP_KEY = WAYHOME_MAKES_PSEUDONYM_KEY = True
WAYHOME_DEMONSTRATION = True
WAYHOME_GALLERY = True
WAYHOME_WEBHOOKS_TO_THIS_MACHINE = True
WAYHOME_ADDRESS = f"http://127.0.0.1:{os.environ.get('WAYHOME_PORT', '8000')}"

LOGGING["handlers"]["console"]["formatter"] = "plain" if sys.stderr.isatty() else "lines"  # type: ignore[index]  # a dictionary of dictionaries

EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = STATE_DIR / "mail"

# Static files are served from where they are built, without collecting them.
WHITENOISE_USE_FINDERS = True
