"""A device that makes passkeys and proves them, worked out from WebAuthn and not by the service."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

SITE = "testserver"
OF_NO_MAKER = bytes(16)
_FLAG = AuthenticatorData.FLAG
PRESENT_AND_VERIFIED = _FLAG.UP | _FLAG.UV


def _written(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


def _read(said: str) -> bytes:
    return urlsafe_b64decode(said + "=" * (-len(said) % 4))


class Device:
    """It holds one key, and answers what the browser's script asks of it."""

    def __init__(self, name: str, *, site: str = SITE, verifies: bool = True) -> None:
        """A device without a key yet; `site` is the page it believes it is shown."""
        self.site = site
        self.flags = PRESENT_AND_VERIFIED if verifies else _FLAG.UP
        self.id = hashlib.sha256(name.encode()).digest()
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.bearer = ""

    def makes(self, asked: dict) -> str:
        """The answer to being asked to make a passkey; it is kept of whom."""
        self.bearer = asked["publicKey"]["user"]["id"]
        key = ES256.from_cryptography_key(self.key.public_key())
        made = AttestedCredentialData.create(OF_NO_MAKER, self.id, key)
        held = AuthenticatorData.create(self._of(), self.flags | _FLAG.AT, 0, made)
        told = self._told("webauthn.create", asked)
        return self._answer(
            clientDataJSON=told, attestationObject=AttestationObject.create("none", held, {})
        )

    def proves(self, asked: dict) -> str:
        """The answer to being asked to prove whose passkey it is."""
        held = AuthenticatorData.create(self._of(), self.flags, 1)
        told = self._told("webauthn.get", asked)
        signed = self.key.sign(held + hashlib.sha256(told).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(
            clientDataJSON=told,
            authenticatorData=held,
            signature=signed,
            userHandle=_read(self.bearer),
        )

    def _of(self) -> bytes:
        return hashlib.sha256(self.site.encode()).digest()

    def _told(self, kind: str, asked: dict) -> bytes:
        challenge = asked["publicKey"]["challenge"]
        said = {"type": kind, "challenge": challenge, "origin": f"https://{self.site}"}
        return json.dumps({**said, "crossOrigin": False}).encode()

    def _answer(self, **parts: bytes) -> str:
        response = {name: _written(part) for name, part in parts.items()}
        return json.dumps(
            {
                "id": _written(self.id),
                "rawId": _written(self.id),
                "type": "public-key",
                "response": response,
                "clientExtensionResults": {"credProps": {"rk": True}},
            }
        )
