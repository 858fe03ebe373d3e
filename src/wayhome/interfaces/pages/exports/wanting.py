"""An export asked for, on a page or through the API: the same question from both."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language

from wayhome.interfaces.pages.shared import in_language
from wayhome.journey import acting, export_asked
from wayhome.records.agencies import queries as agencies
from wayhome.records.episodes import visibility
from wayhome.rules import exports, facts
from wayhome.rules.vocabulary import Purpose


def ask(  # one argument for each question
    kind: exports.ExportKind,
    *,
    format: exports.ExportFormat,  # noqa: A002  # what the record calls it
    reference: str,
    purpose: Purpose,
    reason: str,
    recipient_name: str,
    recipient_agency_id: UUID,
    by: facts.Viewer,
    now: datetime,
) -> acting.Outcome:
    """Ask for an export, in the language that is being read.

    Raises as `export_asked.record`, and NoSuchAgency for an agency nobody knows.
    """
    about: dict[str, UUID] = {}
    if kind is exports.ExportKind.EPISODE:
        about["episode_id"] = visibility.episode(by, reference).id
    elif kind is exports.ExportKind.CHILD:
        about["child_id"] = visibility.child(by, reference).id
    wanted = exports.Wanted(
        kind=kind,
        format=format,
        purpose=purpose,
        reason=reason,
        recipient_name=recipient_name,
        recipient_agency_id=agencies.agency(recipient_agency_id).id,
        language=get_language() or "en",
        **about,
    )
    made = export_asked.record(wanted, by=by, now=now, say=in_language.say_in(wanted.language))
    return acting.Outcome(made.reference, made.id, made.id)
