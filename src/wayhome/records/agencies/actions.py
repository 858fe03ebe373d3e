"""Changing agencies, posts and protocols."""

from datetime import datetime
from typing import Any

from wayhome.platform.messaging import addresses
from wayhome.records.agencies.models import Agency, Partnership, Post, Protocol
from wayhome.rules import protocol as protocol_rules
from wayhome.rules.vocabulary import AgencyKind, PostKind


def form_partnership(name: str) -> Partnership:
    """A partnership by name, made if it is new."""
    return Partnership.objects.get_or_create(name=name)[0]


def register_agency(
    name: str,
    *,
    kind: AgencyKind,
    partnership: Partnership | None,
    posts: dict[PostKind, str],
    police_force: Agency | None = None,
    council: Agency | None = None,
    **contact: Any,
) -> Agency:
    """An agency with its posts, each with the address its messages go to.

    Raises ValueError for an agency without a post, as a notice to it would reach nobody, and
    NoSuchAddress for an address no message can be sent to.
    """
    if not posts:
        raise ValueError(f"{name} needs at least one post")
    addresses.checked(str(contact.get("email", "")), of=name)
    for post, email in posts.items():
        addresses.checked(email, of=f"the {post.label} of {name}")
    agency = Agency.objects.create(
        name=name,
        kind=kind,
        partnership=partnership,
        police_force=police_force,
        council=council,
        **contact,
    )
    Post.objects.bulk_create(
        Post(agency=agency, kind=post, title=post.label.capitalize(), email=email)
        for post, email in posts.items()
    )
    return agency


def adopt_protocol(
    partnership: Partnership,
    *,
    content: protocol_rules.Protocol,
    in_force_from: datetime,
    owners: tuple[str, str],
    at: datetime,
) -> Protocol:
    """The next version of a partnership's protocol, with its police and council owners."""
    version = Protocol.objects.filter(partnership=partnership).count() + 1
    stored = protocol_rules.to_content(content) | {"version": version}
    return Protocol.objects.create(
        partnership=partnership,
        version=version,
        in_force_from=in_force_from,
        content=stored,
        police_owner=owners[0],
        council_owner=owners[1],
        recorded_at=at,
    )
