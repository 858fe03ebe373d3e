"""Whose promises the people of a back record are held to."""

from wayhome.records.practitioners.models import Practitioner

MODELS = {"people": Practitioner}
