"""A service that real children depend on. It refuses to start half-configured."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from wayhome.config import providers
from wayhome.config.settings.base import *  # noqa: F403 (settings are layered this way in Django)
from wayhome.config.settings.base import STATE_DIR


def required(name: str, *, why: str) -> str:
    """The value of an environment variable. Raises ImproperlyConfigured if it is not set."""
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. It is {why}.")
    return value


DEBUG = False
SECRET_KEY = required("WAYHOME_SECRET_KEY", why="the key that signs sessions: 50 random characters")
required("WAYHOME_DATABASE_URL", why="the address of a PostgreSQL server: postgresql://…")
WAYHOME_SEAL_KEY_FILE = Path(
    required("WAYHOME_SEAL_KEY_FILE", why="the file with the key that seals the ledger")
)
WAYHOME_CIPHER_KEYS = os.environ.get("WAYHOME_CIPHER_KEYS", "")
if not WAYHOME_CIPHER_KEYS:
    WAYHOME_CIPHER_KEY_FILE = Path(
        required("WAYHOME_CIPHER_KEY_FILE", why="the file with the keys of what is enciphered")
    )
WAYHOME_JOURNAL_DIR = Path(
    required("WAYHOME_JOURNAL_DIR", why="a folder on another disk, for what the database misses")
)
WAYHOME_SIGN_IN_KEY_FILE = Path(
    required("WAYHOME_SIGN_IN_KEY_FILE", why="the file with the key of second factors")
)
WAYHOME_PROVIDERS = providers.named_in(os.environ.get("WAYHOME_PROVIDERS_FILE", "").strip())
if os.environ.get("WAYHOME_SIGN_IN_BY_CHOICE"):
    raise ImproperlyConfigured("WAYHOME_SIGN_IN_BY_CHOICE is for invented children alone.")
WAYHOME_SIGN_IN_BY_CHOICE = False
if not os.environ.get("WAYHOME_STEP_KEY"):
    required("WAYHOME_STEP_KEY_FILE", why="the file with the key that steps are known by")
ALLOWED_HOSTS = [
    name.strip()
    for name in required("WAYHOME_ALLOWED_HOSTS", why="the host names, with commas").split(",")
]
WAYHOME_ADDRESS = os.environ.get("WAYHOME_ADDRESS", f"https://{ALLOWED_HOSTS[0]}")
CSRF_TRUSTED_ORIGINS = [WAYHOME_ADDRESS]

# TLS ends at the proxy in front, which says so in this header.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
WAYHOME_PROXIES = int(os.environ.get("WAYHOME_PROXIES", "1"))
WAYHOME_GUESSES_FROM_AN_ADDRESS = int(os.environ.get("WAYHOME_GUESSES_FROM_AN_ADDRESS", "300"))
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True

STATIC_ROOT = STATE_DIR / "static"  # collected by `wayhome serve`
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

EMAIL_HOST = os.environ.get("WAYHOME_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("WAYHOME_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("WAYHOME_SMTP_USERNAME", "")
EMAIL_HOST_PASSWORD = os.environ.get("WAYHOME_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("WAYHOME_SMTP_TLS", "yes") == "yes"
EMAIL_TIMEOUT = 10  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("WAYHOME_MAIL_FROM", f"Wayhome <no-reply@{ALLOWED_HOSTS[0]}>")
