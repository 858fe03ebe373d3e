"""A partner's system on this machine that takes webhooks, or behaves as it is told."""

import datetime
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NAME = "partner.example"
ANSWERED = b"HTTP/1.1 %d Whatever\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@dataclass(frozen=True)
class Request:
    """One request as it arrived: its first line, its headers by small names, and its bytes."""

    line: str
    headers: dict[str, str]
    body: bytes


Behaviour = Callable[[socket.socket], None]


def answers(status: int) -> Behaviour:
    """Read the request, answer with this number, and go on."""
    return lambda line: line.sendall(ANSWERED % status)


def says(words: bytes) -> Behaviour:
    """Answer with these very bytes, and close."""
    return lambda line: line.sendall(words)


@dataclass
class Partner:
    """A server with a thread for each who comes. `behaves` is what it does with each request."""

    behaves: Behaviour = field(default=answers(204))
    tls: ssl.SSLContext | None = None
    port: int = 0
    requests: list[Request] = field(default_factory=list)
    names_asked_for: list[str | None] = field(default_factory=list)
    _listening: socket.socket | None = None
    _thread: threading.Thread | None = None

    def open(self) -> None:
        """Listen: on the port of before, if there was one."""
        self._listening = socket.create_server(("127.0.0.1", self.port), backlog=64)
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, args=(self._listening,))
        self._thread.start()

    def close(self) -> None:
        """Go away: whoever comes is refused by the machine."""
        if self._listening is None or self._thread is None:
            return
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(10)
        self._listening = None

    def _accept(self, listening: socket.socket) -> None:
        while True:
            try:
                line, _whence = listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(line,), daemon=True).start()

    def _serve(self, line: socket.socket) -> None:
        line.settimeout(10)
        with line:
            try:
                with self._secured(line) as said:
                    self.requests.append(read(said))
                    self.behaves(said)
            except OSError:
                return  # whoever came went, or spoke no TLS

    def _secured(self, line: socket.socket) -> socket.socket:
        return self.tls.wrap_socket(line, server_side=True) if self.tls else line


def read(line: socket.socket) -> Request:
    """One request. Raises OSError where it ends too soon."""
    heard = b""
    while b"\r\n\r\n" not in heard:
        heard += _more(line)
    head, _end, body = heard.partition(b"\r\n\r\n")
    first, *rest = head.decode("ascii").split("\r\n")
    headers = {
        name.lower(): value.strip() for name, _colon, value in (x.partition(":") for x in rest)
    }
    while len(body) < int(headers.get("content-length", "0")):
        body += _more(line)
    return Request(first, headers, body)


def _more(line: socket.socket) -> bytes:
    more = line.recv(4096)
    if not more:
        raise ConnectionResetError
    return more


@pytest.fixture
def partner():
    """A partner's system that takes whatever it is sent, by HTTP without TLS."""
    opened = Partner()
    opened.open()
    yield opened
    opened.close()


@dataclass(frozen=True)
class Certificates:
    """Who is trusted, and the server's own chain and key, as files."""

    authority: Path
    chain: Path


@pytest.fixture(scope="session")
def certificates(tmp_path_factory) -> Certificates:
    """A certificate for the partner's name, by an authority nobody else trusts."""
    folder = tmp_path_factory.mktemp("certificates")
    authority_key, key = (
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    root = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "An authority of the tests")])
    authority = _certificate(
        root, root, authority_key.public_key(), authority_key, is_authority=True
    )
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    certificate = _certificate(subject, root, key.public_key(), authority_key, is_authority=False)
    (folder / "authority.pem").write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    (folder / "chain.pem").write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return Certificates(folder / "authority.pem", folder / "chain.pem")


def _certificate(subject, issuer, public, signed_by, *, is_authority):
    long_ago = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(long_ago)
        .not_valid_after(long_ago.replace(year=2060))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .sign(signed_by, hashes.SHA256())
    )


@pytest.fixture
def partner_with_tls(certificates):
    """The same, by TLS, for its name alone; it remembers by which name it was asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates.chain)
    opened = Partner(tls=context)
    context.sni_callback = lambda _line, name, _context: opened.names_asked_for.append(name)
    opened.open()
    yield opened
    opened.close()
