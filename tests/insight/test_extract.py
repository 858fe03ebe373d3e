"""The extract tells nobody whose it is, is the same each time, and is never seen half made."""

import hmac
import json
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.db import models

from wayhome.insight.extracts import building, columns, pseudonyms, publishing, streams
from wayhome.insight.extracts.columns import Column, Kind
from wayhome.interfaces.rehearsal import answers, children, endings, hearings, situations, verbs
from wayhome.journey import child_introduced, child_sealed
from wayhome.platform.audit.models import LedgerEntry, Verb
from wayhome.platform.copying import taking
from wayhome.records.agencies.models import Agency
from wayhome.records.children.models import Child
from wayhome.records.episodes.models import Episode
from wayhome.rules import breakdowns, field_classes, reasons, told, vocabulary
from wayhome.rules.labelled import Labelled
from wayhome.rules.vocabulary import AgencyKind, SealKind

BORN = date(2011, 11, 23)
MARKED = children.Portrait(
    "Mark-given",
    "Mark-family",
    born=BORN,
    sex="Mark-sex",
    ethnicity="Mark-ethnic",
    council="Millbrook Council",
    home="Larch House",
    description="Mark-description",
    contacts=(children.Contact("Mark-contact"),),
)
IN_AREA = children.Portrait("Bryn", "Sample", age=9, council="Millbrook Council", sex="girl")


def whole_story(scene, portrait=MARKED):
    """A child with marks wherever somebody may write, through every stage."""
    missing = situations.reported_just_now(scene, portrait)
    scene.later(minutes=10)
    verbs.assess(scene, missing, by="tomas", reasons="Mark-reasons", would_change="Mark-change")
    verbs.sight(scene, missing, by="tomas")
    answers.take_steps(scene, missing, by="tomas")
    scene.later(hours=5)
    endings.locate(scene, missing, place="Mark-place", circumstances="Mark-circumstances")
    endings.return_home(scene, missing, circumstances="Mark-returned")
    endings.see(scene, missing, account="Mark-account", harm=("violence",))
    scene.later(hours=1)
    hearings.refer(scene, missing, note="Mark-note")
    first = hearings.offer(scene, missing, how="Mark-how")
    hearings.decline(scene, missing, first, words="Mark-words")
    scene.later(hours=1)
    hearings.accept(scene, missing, hearings.offer(scene, missing))
    hearings.hold(
        scene,
        missing,
        own_words="Mark-own",
        shareable="Mark-shareable",
        intelligence="Mark-intelligence",
        harms=("grooming", "violence"),
    )
    return missing


def made(scene, **how):
    return building.make(as_of=scene.now, now=scene.now, **how)


def bytes_of(folder):
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def values_in(folder):
    """Everything an extract says, decoded: each value of each column as text, and its own words."""
    found = set()
    for file in folder.rglob("*.parquet"):
        table = pq.read_table(file)
        found |= {str(value) for column in table.columns for value in column.to_pylist()}
        found |= set(table.schema.names) | {str(table.schema.metadata)}
    return found | {(folder / "manifest.json").read_text()}


CODES = frozenset(
    str(member)
    for module in (vocabulary, reasons, breakdowns)
    for members in vars(module).values()
    if isinstance(members, type) and issubclass(members, Labelled)
    for member in members
)


def texts_stored():
    """Every text of at least four letters that is stored of anybody, but for codes."""
    found = set()
    for model in apps.get_models():
        if not model.__module__.startswith(("wayhome.records.", "wayhome.stages.")):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField | models.DateField):
                stored = model.objects.values_list(field.attname, flat=True)
                if not isinstance(field, models.DateTimeField):
                    found |= {str(value) for value in stored if value is not None}
    return {text for text in found if len(text) > 3} - CODES - {"england", "2011"}


def given_away(folder):
    """What of all that is stored can be read in an extract."""
    said = values_in(folder)
    raw = b"".join(bytes_of(folder).values())
    whole = "\n".join(said)
    return {text for text in texts_stored() if text in whole or text.encode() in raw}


def test_nothing_that_was_written_of_anybody_is_in_the_bytes(scene, as_owner):
    whole_story(scene)
    folder = made(scene).folder

    with as_owner():
        assert {"Mark-given", str(BORN), "Mark-own", "Mark-how"} <= texts_stored()
        assert given_away(folder) == set()


def test_a_stream_that_held_a_name_would_be_noticed(scene, as_owner, monkeypatch):
    whole_story(scene)
    as_it_is = Kind(pa.string(), (taking.TEXTS,), lambda fields, _: fields[0])
    first = streams.STREAMS[0]
    leaking = replace(
        first, columns=(*first.columns, Column("name", "child__given_name", as_it_is))
    )
    monkeypatch.setattr(building, "STREAMS", (leaking, *streams.STREAMS[1:]))

    folder = made(scene).folder

    with as_owner():
        assert given_away(folder) == {"Mark-given"}


def test_no_identifier_of_a_child_or_a_row_is_in_it(scene):
    missing = whole_story(scene)
    whole = "\n".join(values_in(made(scene).folder))

    for identifier in (missing.child_id, missing.episode_id):
        assert str(identifier) not in whole
        assert str(identifier.int) not in whole
    assert missing.reference not in whole


def test_every_text_of_it_is_a_code_or_a_council_or_a_police_force(scene):
    whole_story(scene)
    folder = made(scene).folder
    kinds = (AgencyKind.POLICE, AgencyKind.LOCAL_AUTHORITY)
    areas = {str(agency.id) for agency in Agency.objects.filter(kind__in=kinds)}

    texts = set()
    for file in folder.rglob("*.parquet"):
        table = pq.read_table(file)
        for name in table.schema.names:
            if table.schema.field(name).type == pa.string():
                texts |= set(table[name].to_pylist())

    assert {"violence", "family_or_friends", "declined"} <= texts
    assert texts - {None} <= CODES | areas | {columns.NOT_ON_THE_LIST}


def test_a_birthday_is_nothing_but_an_age(scene):
    whole_story(scene)
    table = pq.read_table(made(scene).folder / "ages")

    assert table.schema.names == ["known_us", "episode", "age", "is_stated"]
    assert table["age"].to_pylist() == [14]


# What is taken though it may not be published as it is: each is of one of a few, and is shown
# only as a count that is large enough.
COUNTED_ALTHOUGH = {
    "value",  # sex, ethnic group, and a birthday of which the age is left
    "field",
    "harm",
    "harms",
    "push",
    "pull",
    "agency_id",
    "capacity",
    "is_looked_after",
    "away",
    "child_id",
    "episode_id",
    "interview_id",
    "one_id",
    "other_id",
    "child__episodes__id",
}


def test_what_is_taken_is_publishable_or_said_to_be_counted_although_it_is_not():
    for stream in streams.STREAMS:
        model = stream.rows.model
        own = model.HANDLING.may_be_counted() | {"id", "recorded_at", "corrects_id"}
        taken = {name for column in stream.columns for name in column.source.split()}
        left = {name for name in taken if name not in own} - COUNTED_ALTHOUGH
        assert left <= {"child__episodes__reported_at"}, (stream.name, left)


def test_no_address_no_source_and_no_third_party_is_ever_taken():
    kept = {
        field_classes.FieldClass.PROTECTED,
        field_classes.FieldClass.THIRD_PARTY,
        field_classes.FieldClass.INTELLIGENCE,
        field_classes.FieldClass.SOURCE,
        field_classes.FieldClass.PRIVILEGE,
    }
    for stream in streams.STREAMS:
        declared = stream.rows.model.HANDLING.of_each()
        for column in stream.columns:
            for name in column.source.split():
                assert declared.get(name.removesuffix("_id")) not in kept, (stream.name, name)


# ---------------------------------------------------------------- the same bytes


def test_the_same_records_make_the_same_bytes(scene):
    whole_story(scene)

    once, again = made(scene), made(scene, whole=True)

    assert once.folder == again.folder
    assert bytes_of(once.folder) == bytes_of(again.folder)
    assert once.said.rows > 30


def test_made_month_by_month_it_is_what_it_is_made_at_once(scene, settings, tmp_path):
    for days, portrait in ((0, MARKED), (40, IN_AREA), (40, children.AMIRA)):
        scene.later(days=days)
        whole_story(scene, portrait)
        by_months = made(scene)
    settings.WAYHOME_EXTRACT_DIR = tmp_path / "at once"

    at_once = made(scene)

    assert by_months.new_parts < at_once.new_parts
    assert bytes_of(by_months.folder) == bytes_of(at_once.folder)


def test_as_of_an_earlier_moment_it_is_what_it_was_then(scene, settings, tmp_path):
    whole_story(scene)
    then = made(scene)
    before = bytes_of(then.folder)
    moment = scene.now
    scene.later(days=70)
    whole_story(scene, IN_AREA)
    settings.WAYHOME_EXTRACT_DIR = tmp_path / "later"

    again = building.make(as_of=moment, now=scene.now)

    assert bytes_of(again.folder) == before


def test_a_record_of_a_month_that_is_over_has_it_made_anew(scene, settings, tmp_path):
    situations.reported_just_now(scene)
    scene.later(days=70)
    made(scene)
    situations.reported_an_hour_ago(scene, IN_AREA, hours=69 * 24)

    found = made(scene)

    settings.WAYHOME_EXTRACT_DIR = tmp_path / "at once"
    assert bytes_of(found.folder) == bytes_of(made(scene).folder)


def test_with_another_key_every_number_is_another(scene, settings, tmp_path, monkeypatch):
    whole_story(scene)
    first = made(scene)
    monkeypatch.setenv(pseudonyms.FROM_ENVIRONMENT, "another key that nobody could ever guess")
    second = made(scene)

    one, other = (
        set(pq.read_table(each.folder / "episodes")["episode"].to_pylist())
        for each in (first, second)
    )
    assert one
    assert not one & other
    assert first.said.key != second.said.key
    del settings, tmp_path


@pytest.mark.parametrize("key", ["short", ""])
def test_a_key_that_could_be_guessed_is_refused(settings, tmp_path, key):
    settings.WAYHOME_MAKES_PSEUDONYM_KEY = False
    settings.WAYHOME_PSEUDONYM_KEY_FILE = tmp_path / "pseudonym.key"
    if key:
        settings.WAYHOME_PSEUDONYM_KEY_FILE.write_text(key)

    with pytest.raises(ImproperlyConfigured):
        pseudonyms.kept()


def test_the_same_row_has_one_number_and_a_child_another_than_an_episode():
    names = pseudonyms.Pseudonyms(b"k" * 32)
    one = Episode().id

    assert names.of("child", one) == names.of("child", one)
    assert names.of("child", one) != names.of("episode", one)
    assert "k" * 8 not in repr(names)


@pytest.mark.parametrize("key", [b"k" * 32, b"k" * 64, b"k" * 65, bytes(range(200))])
def test_a_number_is_cut_from_a_keyed_digest_of_the_kind_and_the_identifier(key):
    identifiers = [Episode().id for _ in range(3)]
    names = pseudonyms.Pseudonyms(key)

    of_each = names.of_each("fact", pa.array([each.bytes for each in identifiers])).to_pylist()

    digests = [hmac.digest(key, b"fact" + each.bytes, "sha256") for each in identifiers]
    assert of_each == [int.from_bytes(digest[:8], signed=True) for digest in digests]


# ---------------------------------------------------------------- sealed children


def test_of_a_sealed_child_there_is_nothing_whenever_the_seal_was_put_on(scene):
    missing = whole_story(scene)
    situations.reported_just_now(scene, IN_AREA)
    scene.later(days=70)
    before = made(scene)
    assert rows(before, "episodes") == 2

    seal(scene, missing)

    after = made(scene)
    assert rows(after, "episodes") == 1
    assert rows(after, "interviews") == 0
    assert after.said.sealed != before.said.sealed


def rows(extract, stream):
    return pq.read_table(extract.folder / stream).num_rows


def seal(scene, missing):
    by = scene.person("peter")
    people = [scene.cast.people[name] for name in ("peter", "dina", "sol", "tomas", "ines", "hana")]
    child_sealed.record(
        missing.child_id,
        SealKind.PROTECTED_ADDRESS,
        named=people,
        why="He would come for her",
        by=by,
        now=scene.now,
    )


# ---------------------------------------------------------------- published at once


def test_whoever_counts_sees_the_one_before_until_the_next_is_whole(scene, monkeypatch):
    situations.reported_just_now(scene)
    first = made(scene)
    scene.later(hours=1)

    def fails(*_, **__):
        raise OSError("no space left")

    monkeypatch.setattr(publishing, "_to_disk", fails)
    with pytest.raises(OSError, match="no space"):
        made(scene)

    assert publishing.current()[0] == first.folder


def test_what_was_left_half_made_is_cleared_away(scene, place):
    (place / f"{publishing.MAKING}1").mkdir(parents=True)

    made(scene)

    assert not list(place.glob(f"{publishing.MAKING}*"))


def test_one_before_the_last_is_kept_and_no_older(scene, place):
    folders = []
    for _ in range(4):
        folders.append(made(scene).folder)
        scene.later(hours=1)

    assert {each for each in place.iterdir() if each.is_dir()} == set(folders[-2:])


def test_it_is_for_the_service_alone(scene, place):
    extract = made(scene)

    assert place.stat().st_mode & 0o077 == 0
    assert extract.folder.stat().st_mode & 0o077 == 0


def test_the_ledger_says_that_it_was_made_and_of_how_many_rows(scene, as_owner):
    situations.reported_just_now(scene)
    extract = made(scene)

    with as_owner():
        [entry] = LedgerEntry.objects.filter(deed=building.DEED)
    assert (entry.verb, entry.count, entry.child_id) == (Verb.DISCLOSE, extract.said.rows, None)


def test_where_the_ledger_cannot_be_written_there_is_no_extract(scene, monkeypatch):
    situations.reported_just_now(scene)

    def fails(*_, **__):
        raise RuntimeError("the ledger is away")

    monkeypatch.setattr(building.ledger, "write", fails)
    with pytest.raises(RuntimeError, match="ledger"):
        made(scene)

    with pytest.raises(publishing.NoExtract):
        publishing.current()


def test_the_manifest_says_what_is_there(scene):
    whole_story(scene)
    extract = made(scene)

    said = json.loads((extract.folder / "manifest.json").read_text())
    _, read = publishing.current()

    assert read == extract.said
    assert said["as_of"] == scene.now.isoformat()
    assert read.rows == sum(pq.read_table(extract.folder / name).num_rows for name in read.parts)
    assert read.completeness()["located"]["found_by"] == 1.0
    assert 0 < read.completeness()["sexes"]["sex"] <= 1


def test_what_is_learned_of_a_child_later_is_known_from_then(scene, settings, tmp_path):
    missing = situations.reported_just_now(scene, IN_AREA)
    scene.later(days=1)
    child_introduced.learned(
        missing.child_id,
        told.Child(date_of_birth=date(2012, 3, 4)),
        supplied_by="a grandmother",
        by=scene.person("sol"),
        now=scene.now,
    )
    table = pq.read_table(made(scene).folder / "ages").sort_by("known_us")

    assert table["age"].to_pylist() == [9, 13]
    assert Child.objects.get(id=missing.child_id).date_of_birth == date(2012, 3, 4)
    del settings, tmp_path
