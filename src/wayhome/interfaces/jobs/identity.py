"""`wayhome identity USERNAME --provider ID --subject SUBJECT`: whom an agency's own sign-in means.

A provider knows people by a subject that never changes. Nobody is found by an e-mail address.
"""

import argparse
import sys
from collections.abc import Sequence

from django.conf import settings

from wayhome.journey import proof_given
from wayhome.platform import clock
from wayhome.records.factors import queries as factors
from wayhome.records.practitioners import queries as practitioners

LONGEST = 191


class NotPossible(ValueError):
    """Nobody is joined; the message says what to do."""


def main(argv: Sequence[str]) -> int:
    """Join one person to one subject. Raises NotPossible, which the command prints."""
    asked = _options(argv)
    person = practitioners.by_username(asked.username)
    if person is None:
        raise NotPossible(f"Nobody signs in as {asked.username}.")
    _same_agency(asked.provider, person.agency.name)
    subject = asked.subject.strip()
    if not subject or len(subject) > LONGEST:
        raise NotPossible(f"Give the provider's subject, in 1 to {LONGEST} characters.")
    bearer = factors.bearer_of(asked.provider, subject)
    if bearer not in (None, person.pk):
        raise NotPossible("That subject already means somebody else.")
    proof_given.known_by_provider(
        person.pk, provider_id=asked.provider, subject=subject, now=clock.now()
    )
    print(f"{asked.provider} now signs in {person.name}, {person.agency.name}.", file=sys.stderr)
    return 0


def _same_agency(provider: str, agency: str) -> None:
    named = {str(each["id"]): str(each["agency"]) for each in settings.WAYHOME_PROVIDERS}
    if provider not in named:
        raise NotPossible(f"No provider is called {provider}.")
    if named[provider] != agency:
        raise NotPossible(f"{provider} signs in people of {named[provider]}, not of {agency}.")


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="wayhome identity", description="Say whom an agency's own sign-in means."
    )
    parser.add_argument("username", help="who it means")
    parser.add_argument("--provider", required=True, help="the provider's id in the settings")
    parser.add_argument("--subject", required=True, help="the provider's `sub` for this person")
    return parser.parse_args(argv)
