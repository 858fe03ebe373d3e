"""What is the same wherever Wayhome runs."""

import os
from datetime import timedelta
from pathlib import Path

import jinja2
from csp import constants as csp
from django.utils.translation import gettext_lazy as _

from wayhome.config import database, places

STATE_DIR = places.state_dir()
PAGES = places.PACKAGE / "interfaces" / "pages"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "wayhome.platform.row_security",
    "wayhome.platform.amiss",
    "wayhome.platform.audit",
    "wayhome.platform.copying",
    "wayhome.platform.enciphering",
    "wayhome.platform.journal",
    "wayhome.platform.messaging",
    "wayhome.platform.submissions",
    "wayhome.platform.throttling",
    "wayhome.platform.unsent",
    "wayhome.records.agencies",
    "wayhome.records.practitioners",
    "wayhome.records.factors",
    "wayhome.records.children",
    "wayhome.records.protection",
    "wayhome.records.kept",
    "wayhome.records.safety",
    "wayhome.records.emergency",
    "wayhome.records.episodes",
    "wayhome.records.looks",
    "wayhome.records.exports",
    "wayhome.records.files",
    "wayhome.stages.intake",
    "wayhome.stages.risk",
    "wayhome.stages.response",
    "wayhome.stages.search",
    "wayhome.stages.found",
    "wayhome.stages.interviews",
    "wayhome.stages.support",
    "wayhome.insight.results",
]

MIDDLEWARE = [
    "wayhome.config.health.HealthMiddleware",
    "wayhome.config.headers.ApartMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wayhome.config.answered.AnsweredMiddleware",
    "wayhome.config.headers.PrivatePagesMiddleware",
    "wayhome.config.headers.HeadMiddleware",
    "wayhome.config.patience.IntakeMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "wayhome.config.origins.OriginMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wayhome.interfaces.pages.shared.middleware.ViewerMiddleware",
]

ROOT_URLCONF = "wayhome.config.urls"
WSGI_APPLICATION = "wayhome.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# ------------------------------------------------------------------ database

DATABASES = {"default": database.settings(database.url(STATE_DIR), pooled=True)}

# ------------------------------------------------------------------ templates
# The GOV.UK page template calls its header without arguments, so a missing name must be
# followable; its macros live under the prefix their own imports use.

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "wayhome.interfaces.pages.shared.environment.environment",
            "undefined": jinja2.ChainableUndefined,
            "loader": jinja2.ChoiceLoader(
                [
                    jinja2.FileSystemLoader(PAGES / "jinja2"),
                    jinja2.PrefixLoader(
                        {"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")}
                    ),
                ]
            ),
            "context_processors": [
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "wayhome.interfaces.pages.shared.frame.frame",
                "wayhome.interfaces.pages.shared.frame.hidden_field",
            ],
        },
    }
]

# ------------------------------------------------------------------ signing in

AUTH_USER_MODEL = "practitioners.Practitioner"
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
WAYHOME_SIGN_IN_BY_CHOICE = False  # choosing a person, without a password or a second factor
WAYHOME_CONFIRM_AFTER = timedelta(minutes=10)  # how long a proof lasts for what needs a fresh one
WAYHOME_SIGN_IN_KEY_FILE = STATE_DIR / "sign-in.key"  # what shared secrets are encrypted under
WAYHOME_MAKES_SIGN_IN_KEY = False
WAYHOME_PROVIDERS: list[dict[str, object]] = []  # an agency's own sign-in: see docs/running.md
SESSION_ENGINE = "wayhome.platform.sessions"
WAYHOME_IDLE_AFTER = timedelta(minutes=10)  # a screen nobody is at is locked
WAYHOME_GUESSES_FOR_AN_ACCOUNT = 10  # wrong ones, in five minutes
WAYHOME_GUESSES_FROM_AN_ADDRESS = 10
WAYHOME_PROXIES = 0  # of our own, each of which adds where a request came from
WAYHOME_CALLS_OF_A_TOKEN = 600  # of the API, in a minute
WAYHOME_CALLS_OF_AN_AGENCY = 3000
WAYHOME_PAGES_OF_A_PERSON = 240  # in a minute; lists that renew themselves count too
WAYHOME_PAGES_OF_AN_AGENCY = 12_000
# Open screens that are told of changes at once. A browser keeps six lines to one host where it
# speaks HTTP/1.1: one is left for its pages. Somebody may sit at two or three browsers.
WAYHOME_SCREENS_OF_A_BROWSER = 5
WAYHOME_SCREENS_OF_A_PERSON = 12

# Passkeys, codes and providers are allauth's; the pages and the order of the steps are ours.
MFA_ADAPTER = "wayhome.records.factors.adapters.Factors"
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_TOLERANCE = 1  # of thirty seconds: a telephone's clock may be a little out
MFA_TOTP_ISSUER = "Wayhome"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_ADAPTER = "wayhome.records.factors.adapters.Providers"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True}}

# ------------------------------------------------------------------ times and languages

USE_TZ = True
TIME_ZONE = "Europe/London"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("cy", _("Welsh"))]
LOCALE_PATHS = [places.PACKAGE / "locale"]

# ------------------------------------------------------------------ static files

STATIC_URL = "/static/"
STATICFILES_DIRS = [PAGES / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False

# ------------------------------------------------------------------ what people send
# Held in memory, up to a limit, and never on a disk: see platform/uploads/receiving.py.

FILE_UPLOAD_HANDLERS = ["wayhome.platform.uploads.receiving.InMemory"]
DATA_UPLOAD_MAX_NUMBER_FILES = 1

# ------------------------------------------------------------------ what a browser is told

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60  # one long shift
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "wayhome.interfaces.pages.shared.errors.form_expired"
LANGUAGE_COOKIE_SAMESITE = "Lax"

# The one inline script of the GOV.UK page template, which marks that scripts can run. By its hash
# and not by a nonce: a hash lets this one text run and no other, also on the page of a fault, which
# is made without the request; and what is refused is answered by the same bytes each time.
GOVUK_TEMPLATE_SCRIPT = "'sha256-GUQ5ad8JK5KmEWmROf3LZd9ge94daqNvd8xy9YS1iDw='"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [csp.SELF],
        "script-src": [csp.SELF, GOVUK_TEMPLATE_SCRIPT],
        "style-src": [csp.SELF],
        "img-src": [csp.SELF, "data:"],
        "font-src": [csp.SELF],
        "connect-src": [csp.SELF],
        "object-src": [csp.NONE],
        "base-uri": [csp.NONE],
        "form-action": [csp.SELF],
        "frame-ancestors": [csp.NONE],
    }
}

# ------------------------------------------------------------------ the ledger

WAYHOME_SEAL_KEY_FILE = STATE_DIR / "seal.key"
WAYHOME_MAKES_SEAL_KEY = False  # a key nobody kept proves nothing: production names its own

# ------------------------------------------------------------------ what is enciphered

WAYHOME_CIPHER_KEYS = ""  # the keys themselves, with commas; comes before the file
WAYHOME_CIPHER_KEY_FILE = STATE_DIR / "cipher.keys"
WAYHOME_MAKES_CIPHER_KEY = False  # what is lost with a lost key is lost: production names its own

# ------------------------------------------------------------------ what is never lost
# On another disk than the database's: docs/never-lost.md says why.

WAYHOME_JOURNAL_DIR = Path(os.environ.get("WAYHOME_JOURNAL_DIR", STATE_DIR / "journal"))
WAYHOME_JOURNAL_BYTES = 64 * 1024 * 1024
WAYHOME_INTAKE_WAITS = timedelta(seconds=3)  # then the journal has it
# Of one process, of which there are as many as cores: more at once would be no sooner for anybody.
WAYHOME_INTAKE_AT_ONCE = 1
WAYHOME_INTAKE_IN_LINE = 1  # behind them, and no longer than this; the journal has the next
WAYHOME_INTAKE_TURN_WITHIN = timedelta(seconds=1)
WAYHOME_INTAKE_RUSH = timedelta(seconds=1)  # since somebody found no place in line: nobody waits

# ------------------------------------------------------------------ what is amiss
# How long a program may say nothing before it is said to be away; how long what was seen is kept.

WAYHOME_HEARD_WITHIN = {"worker": timedelta(minutes=2), "stream": timedelta(seconds=30)}
WAYHOME_SEEN_KEPT = 1.0  # seconds
WAYHOME_LOOKS_EVERY: timedelta | None = timedelta(seconds=5)  # for what pages say; None: never
WAYHOME_DISK_LEAST_SHARE = 0.1  # of a disk is free, or so many bytes: else it is nearly full
WAYHOME_DISK_LEAST_FREE = 5 * 1024**3

# ------------------------------------------------------------------ the second wall

WAYHOME_STEP_KEY_FILE = Path(os.environ.get("WAYHOME_STEP_KEY_FILE", STATE_DIR / "step.key"))
WAYHOME_MAKES_STEP_KEY = False

# ------------------------------------------------------------------ what is measured
# The extract names no child, and yet it is of children: a folder for nobody but the service.

WAYHOME_EXTRACT_DIR = Path(os.environ.get("WAYHOME_EXTRACT_DIR", STATE_DIR / "extract"))
WAYHOME_PSEUDONYM_KEY_FILE = Path(
    os.environ.get("WAYHOME_PSEUDONYM_KEY_FILE", STATE_DIR / "pseudonym.key")
)
WAYHOME_MAKES_PSEUDONYM_KEY = False
WAYHOME_COUNTED_AFTER: timedelta | None = timedelta(hours=2)  # after midnight; None: never

# ------------------------------------------------------------------ messages and the log

DEFAULT_FROM_EMAIL = "Wayhome <no-reply@wayhome.invalid>"
WAYHOME_ADDRESS = "http://127.0.0.1:8000"  # where the links in messages lead
WAYHOME_WEBHOOKS_TO_THIS_MACHINE = False  # a system on this machine, without TLS: for tests

# One line of JSON an event; development says the same in plain lines at a terminal.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {"()": "wayhome.config.logs.Lines"},
        "plain": {"()": "wayhome.config.logs.Plain"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # Django's own handlers would write a line beside ours, with the address in it.
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"level": "ERROR"},  # a refusal is told by our own line of the answer
    },
}
