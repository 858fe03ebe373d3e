"""What somebody typed is known again, and cannot be guessed from what is kept of it."""

import pytest
from tests.journey import world

from wayhome.platform.submissions import once
from wayhome.platform.submissions.models import Submission

pytestmark = pytest.mark.django_db
ADDRESS = {"text": "14 Hidden Lane"}


@pytest.fixture
def cast(db):
    del db
    return world.assemble()


def done(cast, content, *, key="one"):
    return once.once(
        key,
        practitioner_id=cast.people["nadia"],
        content=content,
        at=world.START,
        do=lambda: {"made": "it"},
    )


def test_the_same_again_gets_the_answer_it_got(cast):
    assert done(cast, ADDRESS) == ({"made": "it"}, False)
    assert done(cast, dict(ADDRESS)) == ({"made": "it"}, True)
    with pytest.raises(once.KeyUsedForSomethingElse):
        done(cast, {"text": "2 New Lane"})


def test_nobody_who_guesses_what_was_typed_finds_the_digest_of_it(cast, settings):
    done(cast, ADDRESS)
    kept = Submission.objects.get(key="one").fingerprint

    assert kept != once.fingerprint_of(ADDRESS)
    settings.SECRET_KEY = "another service"  # noqa: S105  # of no service
    assert kept not in once.keyed_fingerprints_of(ADDRESS)


def test_it_is_known_again_after_the_secret_is_changed_while_the_old_one_is_named(cast, settings):
    before = settings.SECRET_KEY
    done(cast, ADDRESS)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the next", [before]

    assert done(cast, ADDRESS) == ({"made": "it"}, True)
