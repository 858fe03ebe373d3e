"""A real mail server on this machine that keeps what it is sent."""

import email
import email.policy
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

TAKEN = "250 OK"


@dataclass
class MailCatcher:
    """The messages received so far, in order. `says` is what it answers to each."""

    port: int
    messages: list[EmailMessage] = field(default_factory=list)
    says: Callable[[], str] = lambda: TAKEN

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 (aiosmtpd's name)
        """Keep one message."""
        kept = email.message_from_bytes(envelope.content, policy=email.policy.default)
        answer = self.says()
        if answer == TAKEN:
            self.messages.append(kept)
        return answer


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def mail_catcher(settings):
    """The mail server, with Django's settings pointing to it."""
    catcher = MailCatcher(port=free_port())
    controller = Controller(catcher, hostname="127.0.0.1", port=catcher.port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = catcher.port
    settings.EMAIL_USE_TLS = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield catcher
    controller.stop()
