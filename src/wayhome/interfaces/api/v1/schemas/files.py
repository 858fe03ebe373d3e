"""Photographs and documents, as they are listed and kept."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from wayhome.interfaces.api.v1.schemas import fields
from wayhome.interfaces.api.v1.schemas.fields import Said, Shown


class File(Shown):
    """One photograph or document that you may see."""

    id: UUID
    subject: str = Field(description="What it tells, such as `photograph`.")
    title: str
    media_type: str
    size: int = Field(description="In bytes, as it is kept.")
    width: int = Field(description="Of a picture, in pixels; 0 for a document.")
    height: int
    recorded_at: datetime


class Files(Shown):
    """The photographs and documents of a child that you may see, newest first."""

    files: list[File]


class FileKept(Shown):
    """The file was made anew and is kept."""

    reference: str = Field(description="The child's reference.", examples=["7K3MD-9QXTR-C"])
    made_id: UUID = Field(description="The identifier of the file.")


class Withdraw(Said):
    """What was wrong with a file."""

    why: fields.Needed300
