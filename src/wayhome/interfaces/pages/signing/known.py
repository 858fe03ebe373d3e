"""A browser in which somebody has signed in before: its guesses are counted apart.

So strangers who guess on stop strangers, and not the owner. What the browser keeps is signed, names
an account by a keyed hash alone, opens nothing, and gives no more guesses than a stranger has.
"""

import secrets
import unicodedata

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from wayhome.platform.throttling import counting

COOKIE = "wayhome_known"
SALT = "wayhome.known browser"
LASTS = 180 * 24 * 60 * 60  # seconds
MOST = 8  # accounts a shared computer remembers; the newest first


def account_of(username: str) -> str:
    """An account as it is counted: a name nobody bears has one like any other."""
    return counting.key_of("account", unicodedata.normalize("NFKC", username).casefold())


def browser_of(request: HttpRequest, username: str) -> str:
    """What this account's guesses from this browser are counted by; empty for a stranger."""
    browser, accounts = _kept(request)
    account = _named(username)
    return counting.key_of("known browser", f"{browser} {account}") if account in accounts else ""


def remember(request: HttpRequest, answer: HttpResponse, username: str) -> None:
    """This account has signed in in this browser."""
    browser, accounts = _kept(request)
    account = _named(username)
    others = [each for each in accounts if each != account]
    kept = [browser or secrets.token_urlsafe(16), [account, *others][:MOST]]
    answer.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=SALT),
        max_age=LASTS,
        path="/sign-in",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _kept(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        browser, accounts = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return "", []
    return browser, accounts


def _named(username: str) -> str:
    return counting.key_of("known account", account_of(username))
