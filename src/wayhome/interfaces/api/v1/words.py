"""Sentences of the rules and the journey in the caller's language, values and all."""

from django.utils.translation import gettext as _

from wayhome.rules import sentences


def said(sentence: str) -> str:
    """The sentence in the language asked for; one nobody has translated comes back as it is."""
    apart = sentences.taken_apart(sentence)
    if apart is None:
        return _(sentence) if sentence else ""
    return _(apart.sentence) % {name: _(value) for name, value in apart.values.items()}
