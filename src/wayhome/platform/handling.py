"""What each stored field holds and how it may be used: one declaration a model.

Every field is of exactly one class (`rules/field_classes.py`). Beside that a declaration says
which fields are `publishable`: may be counted, and published after disclosure control. And it
says where the fields are read: in which sections of an episode, which fields in others, and in
words who else reads them or why nobody does. `docs/data-map.md` is written from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wayhome.rules import redaction
from wayhome.rules.field_classes import FieldClass
from wayhome.rules.redaction import Section

NOT_DECIDED = "not decided yet"
Sections = tuple[Section, ...]


def in_order(sections: frozenset[Section]) -> Sections:
    """The sections, in the order of an episode's page."""
    return tuple(section for section in Section if section in sections)


# The facts of a child's own record, by the names they are stored under, as redaction opens them.
AS_OPENED: Mapping[str, Sections] = {
    fact: in_order(opened.by) for opened in redaction.CHILD_RECORD for fact in opened.facts
}
# The answers of an interview, each in the section its part is read in, once released.
AS_HEARD: Mapping[str, Sections] = {
    answer: (redaction.READ_IN[part],)
    for part, answers in redaction.HEARD_IN.items()
    for answer in answers
}


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one model by class, each list in one string of names; and who reads them.

    `read_in` are the sections that show the model; `read_apart` the sections of single fields,
    none for a field that is shown in no section. `also` says in words who else reads it.
    """

    appeal: str = ""
    identity: str = ""
    episode: str = ""
    place: str = ""
    protected: str = ""
    health: str = ""
    voice: str = ""
    third_party: str = ""
    intelligence: str = ""
    source: str = ""
    privilege: str = ""
    staff: str = ""
    ledger: str = ""
    publishable: str = ""
    read_in: Sections = ()
    read_apart: Mapping[str, Sections] = field(default_factory=dict)
    also: str = ""
    kept: str = NOT_DECIDED

    def of_each(self) -> dict[str, FieldClass]:
        """Each field's class. Raises ValueError for a field declared twice."""
        declared: dict[str, FieldClass] = {}
        for field_class in FieldClass:
            for name in getattr(self, field_class).split():
                if name in declared:
                    raise ValueError(f"{name} is declared twice")
                declared[name] = field_class
        return declared

    def may_be_counted(self) -> frozenset[str]:
        """The fields that may be counted and published."""
        return frozenset(self.publishable.split())

    def sections_of(self, *names: str) -> Sections:
        """The sections that show a field, by its name or that of its column."""
        return next(
            (self.read_apart[name] for name in names if name in self.read_apart), self.read_in
        )


OF_EVERY_FACT = Fields(
    episode="id recorded_at corrects", staff="recorded_by", publishable="id recorded_at corrects"
)

_NOTHING_OF_ANYBODY = "Nobody's: the framework's own list, about no person."
_GROUPS = "Nobody: people act through posts, and no group or permission is ever given."
_EMPTY = "Nobody: empty, and closed to the service. It is here because the library brings it."
OF_THE_FRAMEWORK: Mapping[str, Fields] = {
    "contenttypes.ContentType": Fields(staff="id app_label model", also=_NOTHING_OF_ANYBODY),
    "auth.Permission": Fields(staff="id name content_type codename", also=_NOTHING_OF_ANYBODY),
    "auth.Group": Fields(staff="id name", also=_GROUPS),
    "auth.Group_permissions": Fields(staff="id group permission", also=_GROUPS),
    "sessions.Session": Fields(
        staff="session_key session_data expire_date",
        also="Nobody: read only to know who is signed in, and why they opened a child's record.",
        kept="a sign-in ends after twelve hours; when the row is removed is " + NOT_DECIDED,
    ),
    "mfa.Authenticator": Fields(
        staff="id user type data created_at last_used_at",
        also="Nobody: read to prove who signs in. The secret of an app or of recovery codes is "
        "encrypted; of a passkey only its public half is here.",
        kept="until its bearer removes it",
    ),
    "socialaccount.SocialAccount": Fields(
        staff="id user provider uid last_login date_joined extra_data",
        also="Nobody: read to know whom an agency's own sign-in means.",
    ),
    "socialaccount.SocialApp": Fields(
        staff="id provider provider_id name client_id secret key settings", also=_EMPTY
    ),
    "socialaccount.SocialToken": Fields(
        staff="id app account token token_secret expires_at", also=_EMPTY
    ),
    "account.EmailAddress": Fields(staff="id user email verified primary", also=_EMPTY),
    "account.EmailConfirmation": Fields(staff="id email_address created sent key", also=_EMPTY),
}
