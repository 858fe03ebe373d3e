"""An agency's own sign-in (OpenID Connect): where it is asked, and what its answer proves.

The code flow with PKCE, a state and a nonce, each good once. Who signs in is known by the agency's
provider and its subject alone; a name or an e-mail address in the answer is not read.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

import jwt
import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

SIGNED_BY = ("RS256", "PS256", "ES256")  # never by a secret both sides hold, never by nothing
NEEDED = ["iss", "aud", "exp", "iat", "sub", "nonce"]
CLOCKS_DIFFER = 60  # seconds
SEVERAL_FACTORS = "mfa"  # RFC 8176, section 2
Configured = Mapping[str, object]


class NotProven(ValueError):
    """The provider's answer proves nothing; the message is for the log, not for a page."""


class NotReached(NotProven):
    """The provider did not answer as it should."""


@dataclass(frozen=True, slots=True)
class Proven:
    """Whom the provider says it is, whether by several factors, and where they were going."""

    subject: str
    several_factors: bool
    onward: str


class _Adapter(OpenIDConnectOAuth2Adapter):
    """The provider's answer comes back to our own address."""

    def get_provider(self) -> OpenIDConnectProvider:
        return _Provider.of(self.request, self.provider_id)

    def get_callback_url(self, request: HttpRequest, app: object) -> str:  # noqa: ARG002 - allauth's
        return request.build_absolute_uri(reverse("sign_in_back", args=[self.provider_id]))


class _Provider(OpenIDConnectProvider):
    """One agency's provider, which is asked for nothing but who somebody is."""

    oauth2_adapter_class = _Adapter

    @classmethod
    def of(cls, request: HttpRequest, provider_id: str) -> OpenIDConnectProvider:
        return cls(request, app=get_adapter().get_app(request, provider=provider_id))

    def get_default_scope(self) -> list[str]:
        return ["openid"]


def configured(provider_id: str) -> Configured | None:
    """What the settings say of a provider; None where there is none."""
    named = (each for each in settings.WAYHOME_PROVIDERS if each["id"] == provider_id)
    return next(named, None)


def asked(request: HttpRequest, asked_of: Configured, *, onward: str) -> HttpResponse:
    """To the provider's own page. Raises NotReached."""
    nonce = secrets.token_urlsafe(32)
    asks = {"nonce": nonce}
    if asked_of.get("acr"):
        asks["acr_values"] = " ".join(_listed(asked_of["acr"]))
    provider = _Provider.of(request, str(asked_of["id"]))
    kept = {"nonce": nonce, "onward": onward}
    try:
        return provider.redirect(request, process="login", data=kept, auth_params=asks)
    except (requests.RequestException, KeyError, ValueError) as problem:
        raise NotReached(str(problem)) from problem


def proven(request: HttpRequest, asked_of: Configured) -> Proven:
    """What the provider's answer proves. Raises NotProven; NotReached where it does not answer."""
    provider = _Provider.of(request, str(asked_of["id"]))
    try:
        state = provider.unstash_redirect_state(request, request.GET.get("state", ""))
    except PermissionDenied as problem:
        raise NotProven("no such state in this session") from problem
    if "code" not in request.GET:
        raise NotProven("no code")
    claims = _claims(request, provider, state)
    nonce = state["data"]["nonce"]
    if not hmac.compare_digest(str(claims["nonce"]), nonce):
        raise NotProven("another nonce")
    return Proven(str(claims["sub"]), _by_several(claims, asked_of), state["data"]["onward"])


def _claims(
    request: HttpRequest, provider: OpenIDConnectProvider, state: Mapping[str, str]
) -> Mapping[str, object]:
    """What the provider signed of whoever signs in."""
    adapter = provider.get_oauth2_adapter(request)
    verifier = state["pkce_code_verifier"]
    try:
        client = adapter.get_client(request, provider.app)
        given = adapter.get_access_token_data(
            request, provider.app, client, pkce_code_verifier=verifier
        )
        token = given["id_token"]
        key = _key_of(token, adapter.openid_config["jwks_uri"])
        claims: Mapping[str, object] = jwt.decode(
            token,
            key=key,
            algorithms=list(SIGNED_BY),
            issuer=adapter.openid_config["issuer"],
            audience=provider.app.client_id,
            leeway=CLOCKS_DIFFER,
            options={"require": NEEDED},
        )
    except (OAuth2Error, jwt.PyJWTError) as problem:
        raise NotProven(str(problem)) from problem
    except (requests.RequestException, KeyError, ValueError) as problem:
        raise NotReached(str(problem)) from problem
    return claims


def _key_of(token: str, keys_are_at: str) -> jwt.PyJWK:
    """The provider's public key that signed this. Raises NotProven where it is none of them."""
    with get_adapter().get_requests_session() as session:
        answer = session.get(keys_are_at)
        answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
    name = jwt.get_unverified_header(token).get("kid")
    found = [each for each in keys if name is None or each.key_id == name]
    if len(found) != 1 or found[0].algorithm_name not in SIGNED_BY:
        raise NotProven("signed with no key of the provider's")
    return found[0]


def _by_several(claims: Mapping[str, object], asked_of: Configured) -> bool:
    """Whether the provider says that more than a password was proved."""
    methods = claims.get("amr")
    if isinstance(methods, list) and SEVERAL_FACTORS in methods:
        return True
    return claims.get("acr") in _listed(asked_of.get("acr"))


def _listed(said: object) -> list[str]:
    return [str(each) for each in said] if isinstance(said, list | tuple) else []
