"""What is answered when something has been recorded, and when it could not be."""

from uuid import UUID

from pydantic import Field

from wayhome.interfaces.api.v1.schemas.fields import Shown


class Recorded(Shown):
    """It was recorded."""

    reference: str = Field(
        description="The episode's reference; empty where the caller may not know of it.",
        examples=["7K3MD-9QXTR-C"],
    )
    episode_id: UUID = Field(
        description="Of the episode, or where that is not told, of the notice."
    )
    made_id: UUID | None = Field(description="The identifier of what was recorded.")
    warnings: list[str]


class ToPutRight(Shown):
    """One thing to put right."""

    field: str = Field(description="Where it is, such as `reporter.name`.")
    message: str = Field(description="What to do about it.")


class Problem(Shown):
    """An RFC 9457 problem: what happened and what to do."""

    type: str = Field(examples=["/api/v1/problems/not-now"])
    title: str
    status: int
    detail: str
    problems: list[ToPutRight]
