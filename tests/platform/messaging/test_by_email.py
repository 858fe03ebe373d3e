"""Letters by a real mail server: what it refuses is held against them, and its absence is not."""

import pytest
from aiosmtpd.controller import Controller
from tests.foundation import mail
from tests.platform.messaging.letters import NOW, letter

from wayhome.platform.messaging.by_email import EmailCourier
from wayhome.platform.messaging.courier import WENT, Answer, Outcome


def carried(**said):
    return EmailCourier().carry(letter(**said), now=NOW)


class Answering:
    """A mail server that answers each command as it is told."""

    def __init__(self, **answers):
        self.answers = answers

    async def handle_MAIL(self, _server, _session, envelope, address, _options):  # noqa: N802
        envelope.mail_from = address
        return self.answers.get("mail", "250 OK")

    async def handle_RCPT(self, server, _session, envelope, address, _options):  # noqa: N802
        envelope.rcpt_tos.append(address)
        if self.answers.get("rcpt") == "break":
            server.transport.abort()
        return self.answers.get("rcpt", "250 OK")

    async def handle_DATA(self, _server, _session, _envelope):  # noqa: N802
        return self.answers.get("data", "250 OK")


@pytest.fixture
def server(settings):
    """Starts a mail server that answers so, with Django's settings pointing to it."""
    started = []

    def start(**answers):
        port = mail.free_port()
        controller = Controller(Answering(**answers), hostname="127.0.0.1", port=port)
        controller.start()
        started.append(controller)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_TLS = False

    yield start
    for each in started:
        each.stop()


def test_a_letter_that_is_taken_went_with_its_own_id(mail_catcher):
    one = letter()

    assert EmailCourier().carry(one, now=NOW) == WENT
    assert EmailCourier().carry(one, now=NOW) == WENT
    assert [each["Message-ID"] for each in mail_catcher.messages] == [f"<{one.id}@wayhome>"] * 2


@pytest.mark.parametrize(
    ("answers", "answer"),
    [
        ({"rcpt": "550 no such mailbox"}, Answer(Outcome.REFUSED, "SMTPRecipientsRefused 550")),
        ({"rcpt": "450 try later"}, Answer(Outcome.REFUSED, "SMTPRecipientsRefused 450")),
        ({"rcpt": "421 closing"}, Answer(Outcome.AWAY, "SMTPRecipientsRefused 421")),
        ({"rcpt": "break"}, Answer(Outcome.REFUSED, "SMTPServerDisconnected")),
        ({"mail": "553 not from you"}, Answer(Outcome.REFUSED, "SMTPSenderRefused 553")),
        ({"data": "452 disk full"}, Answer(Outcome.REFUSED, "SMTPDataError 452")),
        ({"data": "554 no"}, Answer(Outcome.REFUSED, "SMTPDataError 554")),
        ({"data": "421 closing"}, Answer(Outcome.AWAY, "SMTPDataError 421")),
    ],
)
def test_what_the_server_says_no_to_is_refused_unless_it_is_closing(server, answers, answer):
    server(**answers)

    assert carried() == answer


def test_a_server_that_is_not_there_is_away(mail_catcher, settings):
    settings.EMAIL_PORT = mail.free_port()

    assert carried() == Answer(Outcome.AWAY, "ConnectionRefusedError")
    assert mail_catcher.messages == []


def test_a_server_that_wants_another_sign_in_is_away(server, settings):
    server()
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "wayhome", "secret"

    assert carried().outcome is Outcome.AWAY


def test_what_a_server_says_of_an_address_is_not_kept(server):
    server(rcpt="550 <duty@demo.invalid>: Amira Example does not live here")

    assert "Amira" not in carried().problem
    assert "duty" not in carried().problem
