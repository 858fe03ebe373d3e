"""What was taken out, as whoever asked for it reads it back."""

from datetime import datetime

from pydantic import Field

from wayhome.interfaces.api.v1.schemas.fields import Shown


class Export(Shown):
    """One export. It names no child."""

    reference: str = Field(examples=["7K3MD-9QXTR-C"])
    kind: str
    format: str
    state: str = Field(description="Where it stands, such as `ready`.")
    purpose: str
    reason: str
    recipient_name: str
    recipient_agency: str
    children: int
    classes: list[str]
    asked_at: datetime
    expires_at: datetime


class Exports(Shown):
    """The newest exports you asked for, newest first."""

    exports: list[Export]
