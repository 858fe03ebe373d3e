"""A purpose leaves out what it does not need: on pages and through the API, alike and logged."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.interfaces.pages import at_work

from wayhome.journey import partnership_formed
from wayhome.platform import narrowing
from wayhome.platform.audit.models import LedgerEntry
from wayhome.records.children import queries as children
from wayhome.records.episodes.models import Party
from wayhome.rules import access, told
from wayhome.rules.field_classes import FieldClass
from wayhome.rules.vocabulary import AgencyKind, Capacity, PostKind

pytestmark = pytest.mark.django_db
MOTHER = told.Contact("Sara Canary", "mother", telephone="01632 960077")


@pytest.fixture
def work(db):
    del db
    return at_work.Work()


@pytest.fixture
def child(work):
    return work.child(contacts=[MOTHER])


@pytest.fixture
def episode(work, child):
    return work.episode(child=child)


def child_page(work, child, purpose):
    client = work.sign_in("tomas")
    given = {"purpose": purpose, "reason": "Review of the month"}
    client.post(reverse("child_purpose", args=[child.reference]), given)
    return client.get(reverse("child", args=[child.reference])).content.decode()


def episode_page(work, episode, purpose=""):
    client = work.sign_in("tomas")
    if purpose:
        given = {"purpose": purpose, "reason": "Review of the month"}
        client.post(reverse("episode_purpose", args=[episode.reference]), given)
    return client.get(reverse("episode", args=[episode.reference])).content.decode()


def test_to_review_practice_a_childs_page_shows_no_home_and_no_family_and_says_so(work, child):
    assessing, reviewing = (child_page(work, child, each) for each in ("assess", "oversight"))

    assert "Larch House" in assessing
    assert "Sara Canary" in assessing
    assert "Held back for this" not in assessing
    for kept in ("Larch House", "Sara Canary", "01632 960077"):
        assert kept not in reviewing
    assert "Held back for this: " in reviewing
    assert "where the child lives" in reviewing
    assert reverse("child_purpose", args=[child.reference]) in reviewing


def test_a_parent_cannot_be_corrected_for_a_purpose_that_shows_no_parent(work, child):
    client = work.sign_in("tomas")
    given = {"purpose": "oversight", "reason": "Review of the month"}
    client.post(reverse("child_purpose", args=[child.reference]), given)

    answer = client.get(reverse("child_contact", args=[child.reference]))

    assert answer.status_code == 302
    assert "/why" in answer.url


def test_an_episode_is_opened_for_what_is_being_done_and_another_purpose_narrows_it(
    work, episode, as_owner
):
    meant = episode_page(work, episode)
    stated = episode_page(work, episode, "oversight")

    assert "Shown for what is being done now: to assess risk." in meant
    assert "Joss Amberley" in meant
    assert "01632 960001" in meant
    assert "01632 960001" not in stated
    assert "Held back for this: " in stated
    with as_owner():
        seen = LedgerEntry.objects.filter(deed=access.Deed.SEE_EPISODE, episode_id=episode.id)
        assert [entry.purpose for entry in seen.order_by("id")] == ["assess", "oversight"]


def test_a_purpose_of_an_episode_of_others_is_not_asked_for(work, episode):
    client = work.sign_in("femi")

    assert client.get(reverse("episode_purpose", args=[episode.reference])).status_code == 404


def test_a_row_that_was_narrowed_cannot_be_saved(child):
    contact = children.known(child.child_id).contacts[0]

    narrowing.narrow([contact], classes=frozenset({FieldClass.EPISODE}))

    assert contact.name == ""
    with pytest.raises(narrowing.ForShowingAlone):
        contact.save()


# ------------------------------------------------------------------ who is of no child


POSTS = {
    PostKind.PARENT_OR_CARER: AgencyKind.FAMILY,
    PostKind.CHILD: AgencyKind.FAMILY,
    PostKind.RESEARCHER: AgencyKind.RESEARCH,
    PostKind.SYSTEM_OPERATOR: AgencyKind.OPERATOR,
    PostKind.AUDITOR: AgencyKind.NATIONAL,
}
OPEN_TO_ANYBODY = {"home", "sign_in", "sign_out", "still_here", "set_language", "health"}


def addresses(patterns=None, before=""):
    """Every named page, by its name and the kinds of its places."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(each, URLResolver):
            if each.namespace is None:
                yield from addresses(each.url_patterns, before)
        elif isinstance(each, URLPattern) and each.name:
            yield each.name, tuple(each.pattern.converters)


@pytest.mark.parametrize("post", sorted(POSTS))
def test_who_works_with_no_child_is_shown_none_on_any_page_even_with_a_part(
    work, child, episode, post
):
    """The worst case: their agency was given a part in the episode by mistake."""
    (agency,) = partnership_formed.agencies(
        [told.NewAgency("Canary Agency", POSTS[post], {post: ""})],
        partnership_name=None,
        now=work.now,
    )
    partnership_formed.practitioners(
        [told.NewPractitioner("Canary Person", "canary", agency, (post,))], now=work.now
    )
    for part in (Capacity.HOST_FORCE, Capacity.RESPONSIBLE_AUTHORITY):
        Party.objects.create(
            episode_id=episode.id, agency_id=agency, capacity=part, recorded_at=work.now
        )
    client = Client()
    client.force_login(get_user_model().objects.get(username="canary"))
    given = {"reference": (episode.reference, child.reference)}

    for name, places in sorted(set(addresses())):
        if name in OPEN_TO_ANYBODY or set(places) - {"reference"}:
            continue
        for reference in given["reference"] if places else (None,):
            answer = client.get(reverse(name, args=[reference] if reference else []))
            said = answer.content.decode()
            assert "Amira" not in said, name
            assert "Sara Canary" not in said, name
            assert not reference or answer.status_code in {403, 404, 405}, (name, answer)
