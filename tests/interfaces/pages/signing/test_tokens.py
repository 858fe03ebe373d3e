"""A token does what it was given for and its bearer may do now, until somebody ends it."""

from datetime import timedelta

import pytest
from django.db import connection
from tests.interfaces.pages import at_work

from wayhome.interfaces.jobs import token as command
from wayhome.journey import partnership_formed, token_issued
from wayhome.platform import clock
from wayhome.platform.audit.models import LedgerEntry
from wayhome.records.practitioners import tokens, viewers
from wayhome.records.practitioners.models import ApiToken, Holding, Practitioner
from wayhome.rules.vocabulary import PostKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def work(db):
    del db
    return at_work.Work()


def token_of(work, username, **more):
    return partnership_formed.token(
        work.cast.people[username], label="tests", now=work.now, lasts=timedelta(days=1), **more
    )


def me(client, work, token, *, at=None):
    with clock.at(at or work.now):
        return client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})


def hold(work, username, kind):
    """One more post of their agency."""
    person = Practitioner.objects.get(username=username)
    post = person.agency.posts.filter(kind=kind).first()
    return Holding.objects.create(practitioner=person, post=post, since=work.now)


def test_a_token_acts_in_the_posts_it_was_given_for_and_in_no_other_held_since(client, work):
    given = token_of(work, "tomas")
    hold(work, "tomas", PostKind.SUPERINTENDENT)

    viewer = viewers.viewer_of_bearer(viewers.bearer_of(given, now=work.now), now=work.now)

    assert viewer.posts == {PostKind.DUTY_SERGEANT}
    assert len(viewer.post_ids) == 1
    assert viewers.viewer_of(viewer.practitioner_id, now=work.now).posts > viewer.posts
    assert me(client, work, given).status_code == 200


def test_a_post_given_up_is_given_up_by_the_token_at_the_next_call(client, work):
    given = token_of(work, "tomas")
    assert me(client, work, given).status_code == 200

    Holding.objects.filter(practitioner=work.cast.people["tomas"]).update(until=work.now)

    assert me(client, work, given).status_code == 401


@pytest.mark.parametrize("change", [{"is_active": False}, {"agency": "Eastvale Police"}])
def test_a_suspended_bearer_or_one_of_another_agency_is_refused_at_the_next_call(
    client, work, change
):
    given = token_of(work, "tomas")
    if "agency" in change:
        change = {"agency_id": work.cast.agencies[change["agency"]]}
    Practitioner.objects.filter(pk=work.cast.people["tomas"]).update(**change)

    assert me(client, work, given).status_code == 401


def test_a_person_sees_and_ends_their_own_and_nobody_elses(client, work):
    given, other = token_of(work, "tomas"), token_of(work, "ines")
    tomas = work.sign_in("tomas")
    listed = at_work.words(tomas.get("/your-sign-in/tokens"))
    mine, theirs = (
        ApiToken.objects.get(practitioner=work.cast.people[who]) for who in ("tomas", "ines")
    )

    ended = tomas.post("/your-sign-in/tokens/end", {"token": str(mine.id)})
    refused = tomas.post("/your-sign-in/tokens/end", {"token": str(theirs.id)})
    unknown = tomas.post("/your-sign-in/tokens/end", {"token": "x"})

    assert "Acts as: duty sergeant" in listed
    assert given not in listed
    assert (ended.status_code, refused.status_code, unknown.status_code) == (302, 404, 404)
    assert me(client, work, given, at=clock.now()).status_code == 401
    assert me(client, work, other, at=clock.now()).status_code == 200


def system_of(work, agency="Northmoor Police"):
    return tokens.systems(work.cast.agencies[agency], now=work.now).get()


def issued(client, system):
    sent = {"system": str(system.pk), "label": "records", "days": "30"}
    return client.post("/your-sign-in/tokens/issue", sent)


@pytest.fixture
def head(work):
    """A superintendent who has just proved who she is."""
    hold(work, "ines", PostKind.SUPERINTENDENT)
    client = work.sign_in("ines")
    client.post("/sign-in/confirm", {})
    return client


def test_whoever_answers_for_the_systems_gives_one_a_token_and_ends_it(
    head, client, work, as_owner
):
    page = issued(head, system_of(work)).content.decode()
    given = page.split('wh-key__letters">')[1].split("<")[0]
    kept = ApiToken.objects.get(label="records")
    assert me(client, work, given, at=clock.now()).status_code == 200

    assert "records" in at_work.words(head.get("/your-sign-in/tokens"))
    assert head.post("/your-sign-in/tokens/end", {"token": str(kept.id)}).status_code == 302

    assert kept.posts == [PostKind.PARTNER_SYSTEM]
    assert kept.issued_by_id == work.cast.people["ines"]
    assert me(client, work, given, at=clock.now()).status_code == 401
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT deed FROM audit_ledgerentry WHERE object_id = %s", [kept.id])
        assert {deed for (deed,) in cursor.fetchall()} == {"issue a token", "end a token"}


def test_no_token_is_given_out_in_the_name_of_a_person_or_of_another_agency(head, work):
    for bearer in (
        Practitioner.objects.get(username="tomas"),
        system_of(work, "Eastvale Police"),
    ):
        assert issued(head, bearer).status_code == 422
    assert not ApiToken.objects.exists()


def test_a_system_that_is_none_of_the_agency_s_is_given_no_token_whoever_asks(work, as_owner):
    hold(work, "ines", PostKind.SUPERINTENDENT)
    by = work.viewer("ines")
    for bearer in (
        Practitioner.objects.get(username="tomas"),
        system_of(work, "Eastvale Police"),
    ):
        with pytest.raises(tokens.NoSuchToken):
            token_issued.to_system(
                bearer.pk, label="records", lasts=timedelta(days=30), by=by, now=work.now
            )

    assert not ApiToken.objects.exists()
    with as_owner():
        assert not LedgerEntry.objects.filter(deed="issue a token").exists()


def test_others_may_not_give_one_out(work):
    tomas = work.sign_in("tomas")
    tomas.post("/sign-in/confirm", {})

    assert issued(tomas, system_of(work)).status_code == 403
    assert not ApiToken.objects.exists()


def test_it_is_given_out_after_a_fresh_proof_alone(work):
    hold(work, "ines", PostKind.SUPERINTENDENT)
    answer = issued(work.sign_in("ines"), system_of(work))

    assert answer.headers["Location"].startswith("/sign-in/confirm")
    assert not ApiToken.objects.exists()


def test_the_command_gives_a_token_for_some_of_the_posts_held(work, capsys):
    hold(work, "tomas", PostKind.SUPERINTENDENT)
    with clock.at(work.now):
        command.main(["tomas", "--label", "x", "--days", "2", "--posts", "superintendent"])

    given = capsys.readouterr().out.strip()
    assert viewers.bearer_of(given, now=work.now).posts == {PostKind.SUPERINTENDENT}
    with pytest.raises(command.NotPossible, match="does not hold director"):
        command.main(["tomas", "--label", "x", "--days", "2", "--posts", "director"])
