"""A mail server and a partner's system on this machine that fail at random.

They keep the id of whatever they took, and nothing else.
"""

import random
import threading
from collections import Counter
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

TAKEN = "250 OK"
MAIL_SAYS = (*[TAKEN] * 4, "451 later", "554 never", "421 closing")
PARTNER_ANSWERS = (*[204] * 4, 500, 503, 404, 0)  # nothing at all: the line is closed
NEVER = "service_manager@"  # a mailbox that refuses for ever
ID = b"message-id: <"


class Mail:
    """A mail server. `arrived` counts each message by its id."""

    def __init__(self, port: int, *, dice: random.Random) -> None:
        self.dice = dice
        self.arrived: Counter[str] = Counter()
        self._serving = Controller(self, hostname="127.0.0.1", port=port)

    def start(self) -> None:
        """Listen."""
        self._serving.start()

    def stop(self) -> None:
        """Listen no more."""
        self._serving.stop()

    async def handle_DATA(self, _server: object, _session: object, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        """Take one message, or not."""
        is_refused = any(each.startswith(NEVER) for each in envelope.rcpt_tos)
        answer = "554 never" if is_refused else self.dice.choice(MAIL_SAYS)
        if answer == TAKEN:
            _, _, rest = envelope.content.lower().partition(ID)
            self.arrived[rest.split(b"@")[0].decode()] += 1
        return answer


class Partner:
    """A partner's system. `arrived` counts each event by its id."""

    def __init__(self, *, dice: random.Random) -> None:
        self.arrived: Counter[str] = Counter()
        arrived = self.arrived

        class Taking(BaseHTTPRequestHandler):
            """Takes one event, or not."""

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                status = dice.choice(PARTNER_ANSWERS)
                if not status:
                    return
                if status == HTTPStatus.NO_CONTENT:
                    arrived[self.headers["webhook-id"]] += 1
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_of: object) -> None:
                """Say nothing."""

        self._serving = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
        self.port: int = self._serving.server_address[1]
        self._thread = threading.Thread(target=self._serving.serve_forever, daemon=True)

    def start(self) -> None:
        """Listen."""
        self._thread.start()

    def stop(self) -> None:
        """Listen no more."""
        self._serving.shutdown()
        self._serving.server_close()
