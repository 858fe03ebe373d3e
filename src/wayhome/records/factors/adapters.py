"""What allauth asks of us: how secrets are kept, and which agencies have a sign-in of theirs."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from wayhome.platform import locked

_WHOSE: ContextVar[str] = ContextVar("whose factor")  # none unless said: see whose


@contextmanager
def whose(practitioner_id: UUID, kind: str) -> Iterator[None]:
    """Meanwhile secrets are locked and opened for this person's factor of this kind, and no other.

    In another person's row, or as another kind of factor, what was locked here does not open.
    """
    before = _WHOSE.set(f"mfa_authenticator {kind} of {practitioner_id}")
    try:
        yield
    finally:
        _WHOSE.reset(before)


class Factors(DefaultMFAAdapter):
    """Secrets are locked before they are stored; a person is shown by name, never by address.

    A secret is locked and opened inside `whose`. Outside it there is a LookupError.
    """

    def encrypt(self, text: str) -> str:
        """The secret, as it is stored."""
        return locked.lock(text, about=_WHOSE.get())

    def decrypt(self, encrypted_text: str) -> str:
        """The secret, as it is used. Raises CannotBeOpened."""
        return locked.unlock(encrypted_text, about=_WHOSE.get())

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What the passkeys belong to: the host, which is one of ours, under our name."""
        return {**super().get_public_key_credential_rp_entity(), "name": "Wayhome"}

    def _get_user_identifier(self, user: AbstractBaseUser) -> str:
        return user.get_username()


class Providers(DefaultSocialAccountAdapter):
    """Nobody is made or found by what a provider says; the settings alone name providers."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:  # noqa: ARG002 - allauth's
        """Nobody signs up."""
        return False

    def list_apps(
        self,
        request: HttpRequest,  # noqa: ARG002 - allauth's
        provider: str | None = None,
        client_id: str | None = None,  # noqa: ARG002 - allauth's
    ) -> list[SocialApp]:
        """The providers of the settings; a table names none."""
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=each["id"],
                name=each["name"],
                client_id=each["client_id"],
                secret=each["secret"],
                settings={"server_url": each["issuer"], "fetch_userinfo": False},
            )
            for each in settings.WAYHOME_PROVIDERS
            if provider in (None, "openid_connect", each["id"])
        ]
