"""The courier that writes e-mail, by the mail server of the settings."""

from contextlib import suppress
from datetime import datetime
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from wayhome.platform.messaging import words
from wayhome.platform.messaging.courier import WENT, Answer, Letter, Outcome

CLOSES = 421  # the server is closing, whatever it was asked


class EmailCourier:
    """One message of plain text to one address. All go by one server."""

    name = "email"
    shares_a_road = True

    def carry(self, letter: Letter, *, now: datetime) -> Answer:  # noqa: ARG002  # mail needs no time
        """Give the letter to the mail server. What the server says of it is not kept in words.

        Where the server cannot be reached it is away. What happens after that is held against the
        letter: an address, too, may be such that the server breaks off.
        """
        server = get_connection()
        try:
            return _carried(letter, by=server)
        finally:
            with suppress(OSError):
                server.close()


def _carried(letter: Letter, *, by: BaseEmailBackend) -> Answer:
    try:
        by.open()
    except OSError as problem:
        return Answer(Outcome.AWAY, _named(problem))
    try:
        by.send_messages([written(letter)])
    except OSError as problem:
        is_closing = CLOSES in _codes(problem)
        return Answer(Outcome.AWAY if is_closing else Outcome.REFUSED, _named(problem))
    return WENT


def written(letter: Letter) -> EmailMessage:
    """The letter as it is sent, the same in whatever language its reader works."""
    said = words.SAYS[letter.says]
    return EmailMessage(
        subject=said.subject,
        body="\n".join((*said.lines, "", words.link(letter.says, about=letter.about), "")),
        to=[letter.address],
        headers={"Message-ID": f"<{letter.id}@wayhome>"},
    )


def _codes(problem: OSError) -> set[int]:
    """What the server answered, in numbers."""
    if isinstance(problem, SMTPRecipientsRefused):
        return {code for code, _said in problem.recipients.values()}
    return {problem.smtp_code} if isinstance(problem, SMTPResponseException) else set()


def _named(problem: OSError) -> str:
    return " ".join([type(problem).__name__, *map(str, sorted(_codes(problem)))])
