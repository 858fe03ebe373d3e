"""The suite: its own database cluster, no pool, quick password hashing, mail kept in memory."""

from datetime import timedelta

from wayhome.config import database
from wayhome.config.settings.base import *  # noqa: F403 (settings are layered this way in Django)
from wayhome.config.settings.base import STATE_DIR as STATE

DEBUG = False
SECRET_KEY = "tests only"  # noqa: S105 (not secret)
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]

STATE_DIR = STATE / "test"
# Without a pool: each test changes which database it is connected to.
DATABASES = {"default": database.settings(database.url(STATE_DIR), pooled=False)}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WAYHOME_SIGN_IN_BY_CHOICE = True
WAYHOME_SEAL_KEY_FILE = STATE_DIR / "seal.key"
WAYHOME_CIPHER_KEY_FILE = STATE_DIR / "cipher.keys"
WAYHOME_MAKES_CIPHER_KEY = True
WAYHOME_SIGN_IN_KEY_FILE = STATE_DIR / "sign-in.key"
WAYHOME_MAKES_SIGN_IN_KEY = True
WAYHOME_STEP_KEY_FILE = STATE_DIR / "step.key"
WAYHOME_JOURNAL_DIR = STATE_DIR / "journal"
WAYHOME_EXTRACT_DIR = STATE_DIR / "extract"
WAYHOME_PSEUDONYM_KEY_FILE = STATE_DIR / "pseudonym.key"
WAYHOME_INTAKE_WAITS = timedelta(minutes=10)  # the tests of waiting set it themselves
# What is amiss is looked at where a test asks, and no program of the service runs beside.
WAYHOME_HEARD_WITHIN = {}
WAYHOME_LOOKS_EVERY = None
WAYHOME_COUNTED_AFTER = None  # the tests of the night set it themselves
WAYHOME_SEEN_KEPT = WAYHOME_DISK_LEAST_SHARE = 0.0
WAYHOME_MAKES_SEAL_KEY = WAYHOME_MAKES_STEP_KEY = WAYHOME_MAKES_PSEUDONYM_KEY = True
WAYHOME_DEMONSTRATION = True
WAYHOME_GALLERY = True
WAYHOME_WEBHOOKS_TO_THIS_MACHINE = True
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# Those who sign in once travel through hours; the tests of the lock set it themselves.
WAYHOME_IDLE_AFTER = timedelta(days=3650)
# Time stands still in most tests, so a minute may hold all their calls.
WAYHOME_CALLS_OF_A_TOKEN = WAYHOME_CALLS_OF_AN_AGENCY = 100_000
WAYHOME_PAGES_OF_A_PERSON = WAYHOME_PAGES_OF_AN_AGENCY = 100_000
