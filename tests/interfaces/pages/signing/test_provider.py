"""An agency's own sign-in, against a real provider on this machine."""

import re
import urllib.parse
from datetime import timedelta

import jwt
import oidc_provider_mock
import pytest
import requests
from django.db import connection
from django.test import Client
from tests.interfaces.pages import signing_steps as steps

from wayhome.interfaces.jobs import identity
from wayhome.interfaces.rehearsal import cast as casting
from wayhome.platform import clock
from wayhome.records.practitioners.models import Practitioner

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:.*deprecated.*:DeprecationWarning"),  # the provider's own
]
SUBJECT = "northmoor|0042"


@pytest.fixture(scope="module")
def provider():
    with oidc_provider_mock.run_server_in_thread(require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def now():
    return clock.now()


@pytest.fixture
def cast(now, settings, provider):
    settings.WAYHOME_SIGN_IN_BY_CHOICE = False
    settings.WAYHOME_PROVIDERS = [
        {
            "id": "northmoor",
            "name": "Northmoor Police",
            "agency": "Northmoor Police",
            "issuer": provider,
            "client_id": "wayhome",
            "secret": "invented",
            "acr": ["urn:northmoor:two"],
        }
    ]
    return casting.assemble(now=now - timedelta(hours=1), password=steps.PASSWORD)


@pytest.fixture
def joined(cast):
    identity.main(["ines", "--provider", "northmoor", "--subject", SUBJECT])
    return cast


def says(provider, **claims):
    answer = requests.put(f"{provider}/users/{SUBJECT}", json=claims, timeout=5)
    assert answer.status_code == 204


def sent_to(client, **asked):
    """Where the browser is sent: the provider's own page."""
    return client.get("/sign-in/with/northmoor", asked).headers["Location"]


def sent_back(address, subject=SUBJECT):
    """Somebody proves at the provider who they are; where it sends the browser then."""
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=5)
    back = urllib.parse.urlsplit(answer.headers["Location"])
    assert back.path == "/sign-in/with/northmoor/back"
    return f"{back.path}?{back.query}"


def whole(client, **asked):
    return client.get(sent_back(sent_to(client, **asked)))


def ledger_of_refusals(as_owner):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT reason, reference FROM audit_ledgerentry WHERE verb = 'refuse'")
        return cursor.fetchall()


@pytest.mark.usefixtures("joined")
@pytest.mark.parametrize("claims", [{"amr": ["pwd", "mfa"]}, {"acr": "urn:northmoor:two"}])
def test_whoever_proved_several_factors_there_is_in(client, provider, now, claims):
    says(provider, **claims)

    answer = whole(client, next="/notices/")

    assert answer.headers["Location"] == "/notices/"
    assert steps.is_in(client, at=now)


@pytest.mark.usefixtures("joined")
@pytest.mark.parametrize("claims", [{}, {"amr": ["pwd"]}, {"acr": "urn:other"}, {"amr": "mfa"}])
def test_whoever_proved_one_there_proves_the_second_here(client, provider, now, claims):
    says(provider, **claims)

    answer = whole(client)

    assert answer.headers["Location"] == "/sign-in/set-up"
    assert not steps.is_in(client, at=now)


def test_it_is_asked_with_pkce_a_nonce_and_for_no_name_or_address(client, cast):
    asked = urllib.parse.parse_qs(urllib.parse.urlsplit(sent_to(client)).query)

    assert cast
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert len(asked["nonce"][0]) > 30
    assert asked["scope"] == ["openid"]
    assert asked["acr_values"] == ["urn:northmoor:two"]


def test_the_verifier_of_pkce_is_sent_with_the_code(client, joined, provider, monkeypatch):
    says(provider, amr=["mfa"])
    sent, request = [], requests.Session.request

    def noted(self, method, url, **more):
        sent.append((url, dict(more.get("data") or {})))
        return request(self, method, url, **more)

    monkeypatch.setattr(requests.Session, "request", noted)
    whole(client)

    [token] = [data for url, data in sent if url.endswith("/oauth2/token")]
    assert joined
    assert len(token["code_verifier"]) == 128


def test_a_stranger_is_nobody_whatever_address_they_bear(client, cast, provider, now, as_owner):
    Practitioner.objects.filter(pk=cast.people["ines"]).update(email="ines@northmoor.invalid")
    says(provider, amr=["mfa"], email="ines@northmoor.invalid", email_verified=True)
    before = Practitioner.objects.count()

    answer = whole(client)

    assert answer.headers["Location"] == "/sign-in"
    assert not steps.is_in(client, at=now)
    assert Practitioner.objects.count() == before
    reasons = [reason for reason, _reference in ledger_of_refusals(as_owner)]
    assert "an agency's sign-in of somebody it was not joined to" in reasons


def test_a_provider_signs_in_nobody_of_another_agency(client, joined, provider, now, settings):
    says(provider, amr=["mfa"])
    settings.WAYHOME_PROVIDERS = [settings.WAYHOME_PROVIDERS[0] | {"agency": "Eastvale Police"}]

    assert joined
    assert whole(client).headers["Location"] == "/sign-in"
    assert not steps.is_in(client, at=now)


def test_whoever_is_suspended_is_not_let_in(client, joined, provider, now):
    says(provider, amr=["mfa"])
    Practitioner.objects.filter(pk=joined.people["ines"]).update(is_active=False)

    assert whole(client).headers["Location"] == "/sign-in"
    assert not steps.is_in(client, at=now)


@pytest.mark.usefixtures("joined")
def test_an_answer_is_good_once_and_in_the_browser_that_asked(client, provider, now):
    says(provider, amr=["mfa"])
    back = sent_back(sent_to(client))
    stolen = Client()

    assert stolen.get(back).headers["Location"] == "/sign-in"
    assert client.get(back).headers["Location"] == "/"
    client.post("/sign-out")
    assert client.get(back).headers["Location"] == "/sign-in"
    assert not steps.is_in(client, at=now)


@pytest.mark.usefixtures("joined")
@pytest.mark.parametrize("spoilt", ["code=another", "error=access_denied"])
def test_an_answer_that_proves_nothing_is_refused_and_entered(client, provider, spoilt, as_owner):
    says(provider, amr=["mfa"])
    back = re.sub(r"code=[^&]+", spoilt, sent_back(sent_to(client)))

    assert client.get(back).headers["Location"] == "/sign-in"
    assert ("an agency's sign-in that proves nothing", "northmoor") in ledger_of_refusals(as_owner)


@pytest.mark.usefixtures("joined")
def test_a_token_of_another_sign_in_is_not_taken(client, provider, now):
    """The nonce binds the token to this browser's own question."""
    says(provider, amr=["mfa"])
    asked = sent_to(client)
    other = re.sub(r"nonce=[^&]+", "nonce=of-somebody-else", asked)

    assert client.get(sent_back(other)).headers["Location"] == "/sign-in"
    assert not steps.is_in(client, at=now)


@pytest.mark.usefixtures("joined")
def test_a_token_nobody_signed_is_not_taken(client, provider, now, monkeypatch):
    says(provider, amr=["mfa"])
    decode = jwt.decode
    back = sent_back(sent_to(client))
    real = requests.Response.json

    def unsigned(self, **more):
        answer = real(self, **more)
        if isinstance(answer, dict) and "id_token" in answer:
            claims = decode(answer["id_token"], options={"verify_signature": False})
            answer["id_token"] = jwt.encode(claims, key="", algorithm="none")
        return answer

    monkeypatch.setattr(requests.Response, "json", unsigned)

    assert client.get(back).headers["Location"] == "/sign-in"
    assert not steps.is_in(client, at=now)


@pytest.mark.usefixtures("joined")
def test_a_provider_that_is_away_is_said_and_the_other_ways_stay(client, settings):
    settings.WAYHOME_PROVIDERS = [settings.WAYHOME_PROVIDERS[0] | {"issuer": "http://localhost:9"}]

    page = client.get("/sign-in/with/northmoor", follow=True)

    assert "Northmoor Police did not sign you in" in steps.words(page)
    assert "Username" in steps.words(page)


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["nobody", "--provider", "northmoor", "--subject", "x"], "Nobody signs in as nobody"),
        (["ines", "--provider", "elsewhere", "--subject", "x"], "No provider is called elsewhere"),
        (["joss", "--provider", "northmoor", "--subject", "x"], "not of Larch House"),
        (["ines", "--provider", "northmoor", "--subject", " "], "Give the provider's subject"),
    ],
)
def test_nobody_is_joined_by_mistake(argv, words):
    with pytest.raises(identity.NotPossible, match=words):
        identity.main(argv)


@pytest.mark.usefixtures("joined")
def test_one_subject_means_one_person():
    with pytest.raises(identity.NotPossible, match="somebody else"):
        identity.main(["tomas", "--provider", "northmoor", "--subject", SUBJECT])


@pytest.mark.usefixtures("cast")
def test_a_provider_nobody_named_is_not_there(client):
    for address in ("/sign-in/with/elsewhere", "/sign-in/with/elsewhere/back?code=1&state=2"):
        assert client.get(address).status_code == 404
