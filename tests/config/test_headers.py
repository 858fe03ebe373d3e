"""What every answer tells the browser, and what is not done for another site or another name."""

import base64
import hashlib
import re

import pytest
from django.test import Client
from tests.interfaces.pages import at_work

from wayhome.config import headers
from wayhome.config.settings import base
from wayhome.interfaces.api.v1 import problems

pytestmark = pytest.mark.django_db
ANYWHERE = ("/sign-in", "/episodes/", "/nowhere", "/api/v1/me", "/api/v1/openapi.json")
FETCHED_FROM = ("cross-site", "same-site")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
HANDLER = re.compile(r"<[^>]*\s(?:on[a-z]+|style)\s*=", re.IGNORECASE)


@pytest.fixture
def work(db):
    del db
    return at_work.Work()


@pytest.fixture
def guarded():
    """A browser whose forms are checked, as outside tests."""
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


@pytest.mark.parametrize("address", [*ANYWHERE, "/static/wayhome/mark.svg"])
def test_no_other_site_may_load_open_or_frame_anything(client, address):
    answer = client.get(address)
    answer.close()  # a static file is an open one
    told = answer.headers

    assert told["Cross-Origin-Resource-Policy"] == "same-origin"
    assert told["Cross-Origin-Opener-Policy"] == "same-origin"
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", ANYWHERE)
def test_no_page_uses_a_device_runs_what_is_inline_or_is_framed(client, address):
    told = client.get(address).headers

    for device in ("camera", "microphone", "geolocation", "usb", "payment", "display-capture"):
        assert f"{device}=()" in told["Permissions-Policy"]
    policy = told["Content-Security-Policy"]
    assert "unsafe" not in policy
    for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'"):
        assert part in policy
    assert "frame-ancestors 'none'" in policy
    assert told["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("address", ANYWHERE)
def test_nothing_is_kept_by_a_browser_or_on_the_way(client, address):
    assert client.get(address).headers["Cache-Control"] == headers.NO_STORE


def test_a_page_about_a_child_is_not_kept(work):
    episode = work.episode()

    for username in ("tomas", "joss"):
        shown = work.sign_in(username).get(f"/episodes/{episode.reference}/")
        assert shown.status_code == 200
        assert shown.headers["Cache-Control"] == headers.NO_STORE


def test_the_one_inline_script_is_the_one_whose_hash_is_allowed(client, work):
    signed_in = work.sign_in("tomas")
    pages = [client.get("/sign-in"), client.get("/nowhere"), signed_in.get("/episodes/")]
    for page in pages:
        text = page.content.decode()
        [script] = INLINE.findall(text)
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" == base.GOVUK_TEMPLATE_SCRIPT
        assert not HANDLER.search(text)


def test_signing_out_tells_the_browser_to_forget_and_ends_the_session(work):
    joss = work.sign_in("joss")
    key = joss.session.session_key

    answer = joss.post("/sign-out")

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not joss.session.exists(key)


# ------------------------------------------------------------------ another site


@pytest.mark.parametrize("begun", FETCHED_FROM)
def test_what_another_site_makes_a_browser_send_is_not_done(work, begun):
    joss = work.sign_in("joss")

    answer = joss.post("/sign-out", headers={"Sec-Fetch-Site": begun})

    assert answer.status_code == 403
    assert "did not come from Wayhome" in at_work.words(answer)
    assert joss.get("/episodes/").status_code == 200


@pytest.mark.parametrize("begun", ["same-origin", "none", None])
def test_what_wayhome_itself_or_the_person_sends_is_done(work, begun):
    joss = work.sign_in("joss")

    answer = joss.post("/sign-out", headers={"Sec-Fetch-Site": begun} if begun else {})

    assert answer.status_code == 302


def test_a_link_on_another_site_still_opens_a_page(work):
    answer = work.sign_in("joss").get("/episodes/", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 200


def test_below_the_api_it_is_a_problem_and_a_program_passes(client):
    refused = client.post("/api/v1/missing-reports", headers={"Sec-Fetch-Site": "cross-site"})
    program = client.post("/api/v1/missing-reports")

    assert refused.status_code == 403
    assert refused.headers["Content-Type"] == problems.CONTENT_TYPE
    assert program.status_code == 401


def test_a_form_without_its_token_is_not_taken(guarded):
    answer = guarded.post("/sign-in", {"person": "x"}, headers={"Sec-Fetch-Site": "same-origin"})

    assert answer.status_code == 403
    assert "Send the form again" in at_work.words(answer)


# ------------------------------------------------------------------ another name


@pytest.mark.parametrize("host", ["elsewhere.example", "testserver.elsewhere.example", "a b"])
@pytest.mark.parametrize(
    "address", ["/sign-in", "/episodes/", "/api/v1/me", "/api/v1/openapi.json"]
)
def test_an_unknown_host_name_is_answered_400_without_repeating_it(guarded, host, address):
    for send in (guarded.get, guarded.post):
        answer = send(address, headers={"Host": host})

        assert answer.status_code == 400
        assert host not in answer.content.decode()
        assert answer.headers["Content-Security-Policy"]


def test_another_host_named_by_a_proxy_that_is_not_ours_is_not_believed(client):
    answer = client.get("/notices/", headers={"X-Forwarded-Host": "elsewhere.example"})

    assert "elsewhere" not in answer.headers["Location"]


def test_whether_it_lives_is_answered_under_any_name(guarded):
    assert guarded.get("/health", headers={"Host": "10.0.0.7"}).status_code == 200
