"""Every stored field says how it may be used, once; an undeclared field fails the build."""

import pytest
from django.apps import apps

from wayhome.platform import handling
from wayhome.platform.models import Fact, Record

MODELS = [model for model in apps.get_models() if issubclass(model, Record)]


def stored_fields(model):
    return {field.name for field in model._meta.concrete_fields}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_declares_its_handling_once_and_nothing_else_is_declared(model):
    own = model.HANDLING.of_each()
    inherited = handling.OF_EVERY_FACT.of_each() if issubclass(model, Fact) else {}

    assert not own.keys() & inherited.keys()
    assert own.keys() | inherited.keys() == stored_fields(model)


def test_every_model_of_ours_is_a_record():
    ours = [model for model in apps.get_models() if model.__module__.startswith("wayhome.")]

    assert set(ours) == set(MODELS)


def test_a_field_declared_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        handling.Fields(identifies="name", publishable="name").of_each()
