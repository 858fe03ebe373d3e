"""What is not there is of one kind, so that no page and no call can answer it otherwise."""

import importlib
import inspect
import pkgutil

import pytest

from wayhome import records, stages
from wayhome.platform.unknown import NoSuch


def modules(package):
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return [each.name for each in found if "migrations" not in each.name]


def named(package):
    """Every class of the package called `NoSuch…`, with where it is."""
    return {
        f"{name}.{kind.__name__}": kind
        for name in modules(package)
        for kind in vars(importlib.import_module(name)).values()
        if inspect.isclass(kind) and kind.__name__.startswith("NoSuch") and kind.__module__ == name
    }


@pytest.mark.parametrize("package", [records, stages])
def test_whatever_is_not_there_is_answered_alike(package):
    found = named(package)

    assert len(found) > 4
    assert not [where for where, kind in found.items() if not issubclass(kind, NoSuch)]
