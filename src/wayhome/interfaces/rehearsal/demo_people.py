"""The demonstration's people, as listed in the terminal: who, post, agency, what to try."""

from collections.abc import Mapping
from types import MappingProxyType

from wayhome.interfaces.rehearsal import cast as casting

TRY: Mapping[str, str] = MappingProxyType(
    {
        "asha": "take a missing report by telephone",
        "tomas": "assess for the police; put a joint level forward; record a find",
        "ines": "acknowledge what has climbed to you; answer a challenge; take a handover",
        "callum": "see who goes missing again and again; close police records",
        "dina": "see what climbed to you because nobody answered",
        "owen": "see the area's overview",
        "northmoor-system": "report through the API",
        "lowri": "assess for a force that hosts another council's child; see your emergency look",
        "femi": "take the handover that waits",
        "nadia": "assess for children's services without seeing the police assessment",
        "gwen": "answer at night, when the council's duty is yours",
        "priya": "refer return home interviews, before their 72 hours run out",
        "leon": "answer for strategy discussions; see whom a child is kept from",
        "ruth": "see the area's overview",
        "ursula": "review looks at records",
        "sol": "sign a joint level; agree support",
        "hana": "make a second offer after a decline; finalise and close",
        "carys": "see a child another council placed in your area",
        "isla": "see what a nurse may see",
        "joss": "report a child missing; say that one has come back",
        "tariq": "report a child placed far from home",
        "grace": "report a pupil missing",
        "zofia": "see the interviews referred to your charity",
        "ben": "offer, hold and release return home interviews",
        "mei": "hold an interview; release what may be shared",
        "harri": "see who has been missing for 48 and 72 hours",
    }
)


def listed(*, sign_in_by_choice: bool) -> str:
    """Everybody, grouped by agency, one line each, and how to sign in."""
    lines = []
    for agency in casting.AGENCIES:
        lines.append(f"\n{agency.name}")
        lines += [_line(person) for person in casting.PEOPLE if person.agency == agency.name]
    how = (
        "Sign in by choosing a person on the first page; no password is needed."
        if sign_in_by_choice
        else "Sign in with the name in the first column and the password given when it was seeded."
    )
    return "\n".join([*lines, "", how])


def _line(person: casting.PersonPart) -> str:
    posts = ", ".join(post.label for post in person.posts)
    to_try = TRY.get(person.username)
    line = f"  {person.username:<17} {person.name:<24} {posts}"
    return f"{line}: {to_try}" if to_try else line
