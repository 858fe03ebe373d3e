"""What can be amiss with the service: a code, what it means for whoever runs it, and for others.

`docs/operations.md` says of each what to do. Nothing here counts or names anything of anybody, and
none of it depends on who asks.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_noop


class Amiss(StrEnum):
    """One way in which the service does not do its part."""

    DATABASE_AWAY = "database_away"
    READ_ONLY = "read_only"
    TOO_MUCH_ALLOWED = "too_much_allowed"
    JOURNAL_CLOSED = "journal_closed"
    JOURNAL_DAMAGED = "journal_damaged"
    JOURNAL_HOLDS = "journal_holds"
    WORKER_AWAY = "worker_away"
    STREAM_AWAY = "stream_away"
    MAIL_AWAY = "mail_away"
    PARTNER_AWAY = "partner_away"
    MESSAGES_SET_ASIDE = "messages_set_aside"
    DISK_NEARLY_FULL = "disk_nearly_full"
    COUNTED_LATE = "counted_late"
    YEAR_LACKING = "year_lacking"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What it `says` to whoever runs the service, and `tells` everybody else on each page.

    Nothing is told where nobody but whoever runs the service needs to act otherwise.
    """

    says: str
    tells: str = ""


MEANING: dict[Amiss, Meaning] = {
    Amiss.DATABASE_AWAY: Meaning(
        "The database does not answer. Reports go into the journal; nothing else works.",
        gettext_noop(
            "The records cannot be reached just now. You can report a child missing all the same. "
            "For anything else that cannot wait, telephone."
        ),
    ),
    Amiss.READ_ONLY: Meaning(
        "The database takes no changes: a standby answers, or it was set to be read only. "
        "Reports go into the journal.",
        gettext_noop(
            "Nothing can be changed just now. You can report a child missing all the same. For "
            "anything else that cannot wait, telephone."
        ),
    ),
    Amiss.TOO_MUCH_ALLOWED: Meaning(
        "The service signs in to the database as somebody who may do too much. It takes nothing."
    ),
    Amiss.JOURNAL_CLOSED: Meaning(
        "The journal can take no report: its disk is full or cannot be written, or it is as long "
        "as it may be."
    ),
    Amiss.JOURNAL_DAMAGED: Meaning(
        "A line of the journal that was acknowledged cannot be read. It was put aside for you."
    ),
    Amiss.JOURNAL_HOLDS: Meaning(
        "The journal holds reports that are not recorded yet.",
        gettext_noop(
            "A report was received that is not on any list yet. It is kept safe and will be "
            "recorded. If you wait for one, telephone whoever sent it."
        ),
    ),
    Amiss.WORKER_AWAY: Meaning(
        "No worker has looked at the clocks in time: no message leaves and nothing climbs.",
        gettext_noop(
            "Notices are not sent on just now, and nobody is told when one is not answered. Look "
            "at your notices here, and telephone whoever must know."
        ),
    ),
    Amiss.STREAM_AWAY: Meaning(
        "No open screen is told of changes: the stream does not run, or does not hear the "
        "database.",
        gettext_noop(
            "Pages do not renew themselves at once just now. Reload a page to see what is new."
        ),
    ),
    Amiss.MAIL_AWAY: Meaning(
        "The mail server does not take messages. They wait, and go in order when it does.",
        gettext_noop(
            "E-mail does not leave just now. Look at your notices here, and telephone whoever "
            "must know."
        ),
    ),
    Amiss.PARTNER_AWAY: Meaning(
        "The system of an agency does not take messages. Those for it wait; others go."
    ),
    Amiss.MESSAGES_SET_ASIDE: Meaning(
        "Messages were refused too often and are set aside. Whoever owns the episode was asked "
        "who must be told instead."
    ),
    Amiss.DISK_NEARLY_FULL: Meaning(
        "A disk of the state folder or of the journal is nearly full.",
        gettext_noop(
            "This service is running out of room. Work goes on; tell whoever runs it for you."
        ),
    ),
    Amiss.COUNTED_LATE: Meaning(
        "The measures were last counted as of more than two days ago: the work of the night fails."
    ),
    Amiss.YEAR_LACKING: Meaning(
        "A table that lies in one part a year has none for a year that begins soon, or rows that "
        "lie in none. Nothing is lost or refused."
    ),
}


def in_order(amiss: Iterable[Amiss]) -> list[Amiss]:
    """These, the gravest first, whichever order they were found in."""
    found = set(amiss)
    return [each for each in Amiss if each in found]


def takes_reports(amiss: Set[Amiss]) -> bool:
    """Whether a report can be taken: into the records, or into the journal until they are back."""
    if Amiss.TOO_MUCH_ALLOWED in amiss:
        return False
    reaches_records = not amiss & {Amiss.DATABASE_AWAY, Amiss.READ_ONLY}
    return reaches_records or Amiss.JOURNAL_CLOSED not in amiss


def told(amiss: Iterable[Amiss]) -> list[str]:
    """What each page says of these, to be translated. Empty where nobody need act otherwise."""
    return [MEANING[each].tells for each in in_order(amiss) if MEANING[each].tells]
