"""How somebody signs in, in words."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from urllib.parse import quote, urlencode

import qrcode
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathImage

from wayhome.interfaces.pages.shared import presenters
from wayhome.records.factors import queries as factors
from wayhome.records.practitioners import tokens

ISSUER = "Wayhome"
IN_A_GROUP = 4


@dataclass(frozen=True, slots=True)
class AppKey:
    """The key of an app: as a picture to scan, and as letters to type."""

    picture: str
    letters: str


def app_key(secret: str, name: str) -> AppKey:
    """The key as an app reads it, and as a person does."""
    label = quote(f"{ISSUER}:{name}")
    asked = urlencode({"secret": secret, "issuer": ISSUER}, quote_via=quote)
    drawn = BytesIO()
    qrcode.make(f"otpauth://totp/{label}?{asked}", image_factory=SvgPathImage).save(drawn)
    groups = (secret[at : at + IN_A_GROUP] for at in range(0, len(secret), IN_A_GROUP))
    encoded = base64.b64encode(drawn.getvalue()).decode()
    return AppKey(f"data:image/svg+xml;base64,{encoded}", " ".join(groups))


@dataclass(frozen=True, slots=True)
class TokenLine:
    """One token: what it is for, in which posts it acts, and until when."""

    id: str
    title: str
    acts: str
    good: str


def token_lines(held: Sequence[tokens.Token], *, now: datetime) -> list[TokenLine]:
    """Tokens, in words."""
    said = _("Made %(made)s. Good until %(until)s.")
    return [
        TokenLine(
            str(each.id),
            f"{each.bearer}: {each.label}",
            _("Acts as: %(posts)s")
            % {"posts": presenters.listed([_(p.label) for p in each.posts])},
            said
            % {
                "made": presenters.moment(each.created_at, now=now),
                "until": presenters.day(each.expires_at),
            },
        )
        for each in held
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """One passkey or app: what it is, since when and when it was last used."""

    id: int
    title: str
    added: str
    used: str


def lines(held: Sequence[factors.Factor], *, now: datetime) -> list[Line]:
    """The passkeys and the app of one person, in words."""
    return [
        Line(
            each.id,
            _("Passkey: %(name)s") % {"name": each.name}
            if each.is_passkey
            else _("An app that makes codes"),
            presenters.moment(each.added_at, now=now),
            presenters.moment(each.used_at, now=now) if each.used_at else _("not yet"),
        )
        for each in held
    ]
