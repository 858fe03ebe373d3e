"""Every stored field says what it holds and how it may be used, once; else the build fails."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from tests.rules import situations as s

from wayhome.platform import handling
from wayhome.platform.models import Fact, Record
from wayhome.rules import access, ceilings, facts, policy, purposes, redaction
from wayhome.rules.field_classes import MAY_BE_COUNTED, FieldClass
from wayhome.rules.redaction import Section
from wayhome.rules.vocabulary import Capacity, PostKind, Purpose

ALL = apps.get_models(include_auto_created=True)
MODELS = [model for model in ALL if issubclass(model, Record)]
CHILD = ("Child", "CareArrangement")


def stored_fields(model):
    return {field.name for field in model._meta.concrete_fields}


def inherited_of(model):
    return handling.OF_EVERY_FACT if issubclass(model, Fact) else handling.Fields()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_of_one_class_and_nothing_else_is_declared(model):
    own, inherited = model.HANDLING.of_each(), inherited_of(model).of_each()

    assert not own.keys() & inherited.keys()
    assert own.keys() | inherited.keys() == stored_fields(model)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_only_a_field_of_a_class_that_may_be_counted_is_publishable(model):
    declared = model.HANDLING.of_each()

    assert {declared[name] for name in model.HANDLING.may_be_counted()} <= MAY_BE_COUNTED


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_whoever_reads_a_model_is_said(model):
    declared = model.HANDLING
    known = {name for field in model._meta.concrete_fields for name in (field.name, field.attname)}
    opened = set(handling.AS_OPENED) if model.__name__ in CHILD else set()

    assert declared.read_in or declared.also
    assert set(declared.read_apart) <= known | opened
    assert declared.also or all(declared.read_apart.values())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_section_shows_no_field_of_a_class_it_may_not(model):
    for field in model._meta.concrete_fields:
        held = (model.HANDLING.of_each() | inherited_of(model).of_each())[field.name]
        for section in model.HANDLING.sections_of(field.name, field.attname):
            assert held in ceilings.SHOWN_IN[section].classes, (field.name, section)


def test_a_section_names_no_class_that_it_does_not_show():
    shown = {section: set() for section in Section}
    for model in MODELS:
        declared = model.HANDLING.of_each() | inherited_of(model).of_each()
        for field in model._meta.concrete_fields:
            for section in model.HANDLING.sections_of(field.name, field.attname):
                shown[section].add(declared[field.name])

    assert shown == {section: set(ceilings.SHOWN_IN[section].classes) for section in Section}


def test_the_childs_own_record_is_declared_as_redaction_opens_it():
    stored = {
        field.attname
        for model in MODELS
        if model.__name__ in CHILD
        for field in model._meta.concrete_fields
    }

    assert handling.AS_OPENED.keys() - stored == {"age", "markers", "contacts"}
    assert handling.AS_OPENED["placement_id"] == (Section.RESPONSE, Section.INTERVIEW_OFFERS)


def class_of(fact):
    """The class of a fact of the child's own record."""
    of_rows = {"markers": FieldClass.HEALTH, "contacts": FieldClass.THIRD_PARTY}
    if fact in of_rows:
        return of_rows[fact]
    stored = "date_of_birth" if fact == "age" else fact
    return next(
        model.HANDLING.of_each()[field.name]
        for model in MODELS
        if model.__name__ in CHILD
        for field in model._meta.concrete_fields
        if field.attname == stored
    )


@pytest.mark.parametrize("capacity", Capacity)
@pytest.mark.parametrize("post", [PostKind.DUTY_SERGEANT, PostKind.SAFEGUARDING_LEAD])
def test_the_policy_opens_each_fact_of_the_childs_record_as_redaction_does(post, capacity):
    viewer, party = s.viewer(post), s.party(capacity)
    open_to = redaction.child_facts_for(redaction.sections_for(viewer, parties=(party,)))

    for opened in redaction.CHILD_RECORD:
        for fact in opened.facts:
            answers = {
                policy.decide(
                    viewer,
                    Purpose.STRATEGY,
                    access.Deed.SEE_CHILD,
                    field_class=class_of(fact),
                    section=section,
                    relations=(facts.Relation(party),),
                    now=s.at(1),
                ).answer
                for section in opened.by
            }
            assert (policy.Answer.ALLOW in answers) == (fact in open_to), fact


def test_every_answer_of_an_interview_is_declared_in_the_section_of_its_part():
    (interview,) = [model for model in MODELS if model.__name__ == "Interview"]
    heard = {name for names in redaction.HEARD_IN.values() for name in names}

    assert heard <= stored_fields(interview)
    assert heard <= set(interview.HANDLING.read_apart)


def test_every_model_of_ours_is_a_record():
    ours = [model for model in ALL if model.__module__.startswith("wayhome.")]

    assert set(ours) == set(MODELS)


@pytest.mark.parametrize(
    "model", [model for model in ALL if model not in MODELS], ids=lambda model: model.__name__
)
def test_a_table_of_the_framework_is_declared_as_ours_are(model):
    declared = handling.OF_THE_FRAMEWORK[model._meta.label]

    assert declared.of_each().keys() == stored_fields(model)
    assert declared.also
    assert not declared.publishable


def test_no_table_of_the_framework_is_declared_that_is_not_there():
    theirs = {model._meta.label for model in ALL if model not in MODELS}

    assert handling.OF_THE_FRAMEWORK.keys() == theirs


@pytest.mark.django_db
def test_every_table_of_the_database_is_declared():
    tables = set(connection.introspection.table_names())
    of_no_person = {MigrationRecorder.Migration._meta.db_table}

    assert tables - of_no_person == {model._meta.db_table for model in ALL}


def test_every_class_can_be_declared_by_its_name():
    declared = handling.Fields(**{str(each): f"a_{each}" for each in FieldClass})

    assert declared.of_each() == {f"a_{each}": each for each in FieldClass}


def test_a_field_declared_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        handling.Fields(identity="name", voice="name").of_each()
    with pytest.raises(ValueError, match="twice"):
        handling.Fields(identity="name name").of_each()


def test_the_class_of_each_fact_of_the_childs_record_is_the_one_its_model_declares():
    declared = {}
    for model in MODELS:
        if model.__name__ in CHILD:
            for field in model._meta.concrete_fields:
                declared[field.attname] = model.HANDLING.of_each().get(field.name)

    held = {fact: each for fact, each in purposes.OF_FACT.items() if fact in declared}

    assert held == {fact: declared[fact] for fact in held}
    assert set(purposes.OF_FACT) - set(held) == {"age", "markers", "contacts"}
