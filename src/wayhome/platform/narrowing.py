"""Rows as they may be read for a purpose: what is of another class is left out of them.

Rows are read whole and shown once. Before they are shown, words of a class that the purpose does
not open are taken out of them here, so that no presenter need know of purposes. A row that was
narrowed is for showing alone: saving it is refused.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import models

from wayhome.platform import handling
from wayhome.platform.models import Fact
from wayhome.rules.field_classes import FieldClass


class ForShowingAlone(RuntimeError):
    """A row that was narrowed would have been saved, without what was left out of it."""


def narrow(rows: Iterable[models.Model], *, classes: frozenset[FieldClass]) -> None:
    """Leave out of these rows the words of every class that is not among these."""
    for row in rows:
        for name, nothing in _left_out(type(row), classes):
            setattr(row, name, nothing)
            row.save = _refuse  # type: ignore[method-assign]  # of this one row


def _refuse(*_given: object, **_named: object) -> None:
    raise ForShowingAlone("read the row again before it is changed")


@cache
def _left_out(
    model: type[models.Model], classes: frozenset[FieldClass]
) -> tuple[tuple[str, Any], ...]:
    own: handling.Fields = getattr(model, "HANDLING", handling.Fields())
    inherited = handling.OF_EVERY_FACT if issubclass(model, Fact) else handling.Fields()
    declared = inherited.of_each() | own.of_each()
    return tuple(
        (field.attname, nothing)
        for field in model._meta.concrete_fields
        if declared.get(field.name, FieldClass.EPISODE) not in classes
        and (nothing := _nothing(field)) is not None
    )


def _nothing(field: "models.Field[Any, Any]") -> Any:
    """What a field holds once its words are out; None where it holds no words but a pointer."""
    if isinstance(field, models.CharField | models.TextField):
        return ""
    if field.get_internal_type() == "ArrayField" or type(field).__name__ == "ArrayField":
        return []
    return {} if isinstance(field, models.JSONField) else None
