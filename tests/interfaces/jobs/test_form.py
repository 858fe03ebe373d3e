"""`wayhome form` sets up a partnership from a file, or names everything that is wrong in it."""

from pathlib import Path

import pytest
import yaml

from wayhome.interfaces.jobs import form
from wayhome.platform import clock
from wayhome.records.agencies import queries as agencies
from wayhome.records.practitioners import queries as practitioners
from wayhome.records.practitioners import viewers
from wayhome.rules.vocabulary import PostKind

pytestmark = pytest.mark.django_db
EXAMPLE = Path("examples/partnership.yaml")


@pytest.fixture
def changed(tmp_path):
    """`changed(change)` is the example with one change made to it."""

    def make(change):
        said = yaml.safe_load(EXAMPLE.read_text())
        change(said)
        (tmp_path / "partnership.yaml").write_text(yaml.safe_dump(said))
        return str(tmp_path / "partnership.yaml")

    return make


def test_the_example_can_be_used_and_its_people_hold_their_posts():
    assert form.main([str(EXAMPLE)]) == 0

    home, force = agencies.agency_named("Larch House"), agencies.agency_named("Northmoor Police")
    coordinator = practitioners.by_username("o.hart")
    assert home.police_force_id == force.id
    assert home.partnership.name == "Northmoor and Harrowfell"
    assert viewers.viewer_of(coordinator.pk, now=clock.now()).posts == {
        PostKind.MISSING_COORDINATOR
    }
    assert not coordinator.has_usable_password()


def test_checking_changes_nothing(capsys):
    assert form.main(["--check", str(EXAMPLE)]) == 0

    assert "can be used" in capsys.readouterr().out
    assert not agencies.agencies().exists()


def test_the_same_file_again_registers_only_what_is_new(changed, capsys):
    form.main([str(EXAMPLE)])
    people = practitioners.everybody().count()

    def joined(said):
        said["people"].append({**said["people"][0], "username": "n.new", "name": "Nia New"})

    form.main([changed(joined)])

    assert practitioners.everybody().count() == people + 1
    assert agencies.agencies().count() == 3
    assert "Larch House: there already" in capsys.readouterr().err


def test_an_agency_of_another_partnership_is_not_taken_for_one_of_this(changed):
    form.main([str(EXAMPLE)])

    with pytest.raises(form.NotPossible, match="Larch House belongs to another partnership"):
        form.main([changed(lambda said: said.update(partnership="Another"))])


WRONG = {
    "no partnership": (lambda said: said.pop("partnership"), "partnership is missing"),
    "no owner": (lambda said: said["owners"].pop("council"), "council is missing"),
    "something unknown": (lambda said: said.update(colour="red"), "by the name of colour"),
    "agencies of another form": (lambda said: said.update(agencies="none"), "must be a list"),
    "an agency that is a word": (lambda said: said.update(agencies=["police"]), "a line each"),
    "a kind nobody knows": (
        lambda said: said["agencies"][0].update(kind="army"),
        "'army' is none of",
    ),
    "a post nobody knows": (
        lambda said: said["agencies"][0]["posts"].update(king="k@x.invalid"),
        "'king' is none of",
    ),
    "no posts": (lambda said: said["agencies"][0].pop("posts"), "posts must name"),
    "a post without an address": (
        lambda said: said["agencies"][0]["posts"].update(duty_sergeant=None),
        "would reach nobody",
    ),
    "an address nobody can send to": (
        lambda said: said["people"][0].update(email="nowhere"),
        "a.penrose",
    ),
    "a council nobody knows": (
        lambda said: said["agencies"][2].update(council="Nowhere Council"),
        "no agency Nowhere Council",
    ),
    "a force that is a council": (
        lambda said: said["agencies"][2].update(force="Harrowfell Council"),
        "Harrowfell Council is no force",
    ),
    "a name too long": (
        lambda said: said["people"][0].update(username="x" * 101),
        "longer than 100",
    ),
    "a post twice": (
        lambda said: said["people"][0].update(posts=["call_handler", "call_handler"]),
        "each once",
    ),
    "a force beneath": (lambda said: said["agencies"].reverse(), "put Northmoor Police above"),
    "an agency twice": (
        lambda said: said["agencies"].append(said["agencies"][0]),
        "Northmoor Police stands twice",
    ),
    "a person twice": (
        lambda said: said["people"].append(said["people"][0]),
        "a.penrose stands twice",
    ),
    "a person of no agency": (
        lambda said: said["people"][0].update(agency="Nowhere"),
        "no agency Nowhere",
    ),
    "a post their agency has not": (
        lambda said: said["people"][0].update(posts=["home_manager"]),
        "has no post home_manager",
    ),
    "nobody's posts": (lambda said: said["people"][0].update(posts=[]), "list of the posts"),
}


@pytest.mark.parametrize(("change", "says"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_and_nothing_is_changed(changed, change, says):
    with pytest.raises(form.NotPossible, match=says):
        form.main([changed(change)])

    assert not agencies.agencies().exists()
    assert not agencies.partnerships().exists()


@pytest.mark.parametrize("text", ["- a\n- b\n", "a: [", None])
def test_a_file_that_cannot_be_read_says_so(tmp_path, text):
    file = tmp_path / "partnership.yaml"
    if text is not None:
        file.write_text(text)

    with pytest.raises(form.NotPossible, match=r"partnership\.yaml"):
        form.main([str(file)])


def test_everything_that_is_wrong_is_named_at_once(changed):
    def twice(said):
        said["agencies"][0].update(kind="army")
        said["people"][0].update(posts=[])

    with pytest.raises(form.NotPossible) as refused:
        form.main([changed(twice)])

    assert "'army'" in str(refused.value)
    assert "list of the posts" in str(refused.value)
