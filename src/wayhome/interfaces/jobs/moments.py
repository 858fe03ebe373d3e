"""A moment that is said on the command line."""

from datetime import UTC, datetime


def read(text: str) -> datetime:
    """The moment, in UTC where no zone is said. Raises ValueError for what is none."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
