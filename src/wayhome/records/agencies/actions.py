"""Changing agencies, posts and protocols."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from wayhome.platform.messaging import addresses
from wayhome.records.agencies.models import Agency, Partnership, Post, Protocol
from wayhome.rules import protocol as protocol_rules
from wayhome.rules import told
from wayhome.rules.vocabulary import PostKind


def form_partnership(name: str) -> Partnership:
    """A partnership by name, made if it is new."""
    return Partnership.objects.get_or_create(name=name)[0]


def register(new: Iterable[told.NewAgency], *, partnership: Partnership | None) -> list[Agency]:
    """Agencies with their posts, in the order given; however many, in a few statements.

    Raises ValueError for an agency without a post, as a notice to it would reach nobody, and
    NoSuchAddress for an address no message can be sent to.
    """
    made = []
    posts = []
    for each in new:
        if not each.posts:
            raise ValueError(f"{each.name} needs at least one post")
        agency = Agency(
            name=each.name,
            kind=each.kind,
            nation=each.nation,
            partnership=partnership,
            police_force_id=each.police_force_id,
            council_id=each.council_id,
        )
        made.append(agency)
        for post, email in each.posts.items():
            addresses.checked(email, of=f"the {post.label} of {each.name}")
            posts.append(Post(agency=agency, kind=post, title=post.label.capitalize(), email=email))
    Agency.objects.bulk_create(made)
    Post.objects.bulk_create(posts)
    return made


def open_posts(new: Iterable[tuple[UUID, PostKind]]) -> list[Post]:
    """Posts of agencies that are there already, without an address."""
    return Post.objects.bulk_create(
        Post(agency_id=agency_id, kind=kind, title=kind.label.capitalize())
        for agency_id, kind in new
    )


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


def tell_on_duty(post: Post, *, tells_on_duty: bool) -> None:
    """From now on whoever is on duty is written to besides the post's mailbox, or no more."""
    post.tells_on_duty = tells_on_duty
    post.save(update_fields=["tells_on_duty"])
