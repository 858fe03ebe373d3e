"""`wayhome audit`: prove the ledger, show its newest checkpoint, prove that it holds one entry.

`verify` goes through everything and names the first row that is wrong; it ends with 1 if there is
one. `checkpoint` is for somebody else to keep: given back with `verify --checkpoint`, it shows what
was cut off or rewritten since. `proof` is a file that anybody can check, without a database.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from wayhome.platform.audit import sealing, signing, verifying
from wayhome.platform.audit.models import LedgerSeal


class NotPossible(ValueError):
    """Nothing can be shown or proved; the message says why and what to do."""


def main(argv: Sequence[str]) -> int:
    """Do what was asked; 1 where something does not hold. Raises NotPossible."""
    asked = _options(argv)
    doing = {"verify": _verify, "checkpoint": _checkpoint, "proof": _proof, "check": _check}
    return doing[asked.what](asked)


def _verify(asked: argparse.Namespace) -> int:
    seen = _checkpoint_in(_read(asked.checkpoint)) if asked.checkpoint else None
    found = verifying.verify(_public(asked.key), seen=seen)
    if found.fault is None:
        until = f", the last at {found.sealed_at:%Y-%m-%d %H:%M:%S %Z}" if found.sealed_at else ""
        print(f"The ledger holds: {found.entries} entries under {found.seals} seals{until}.")
        return 0
    fault = found.fault
    which = f", entry {fault.entry_id}" if fault.entry_id else ""
    print(f"THE LEDGER DOES NOT HOLD at place {fault.place}{which}: {fault.wrong}.")
    print(f"{found.seals} seals hold before it.")
    return 1


def _checkpoint(_asked: argparse.Namespace) -> int:
    seal = LedgerSeal.objects.order_by("-size").first()
    if seal is None:
        raise NotPossible("Nothing is sealed yet: the worker seals every minute.")
    print(
        json.dumps(_sealed(sealing.checkpoint_of(seal), bytes(seal.signature), seal.key), indent=2)
    )
    return 0


def _proof(asked: argparse.Namespace) -> int:
    try:
        proof = verifying.proof_of(UUID(asked.entry))
    except verifying.NotSealed as missing:
        raise NotPossible(f"No sealed entry is known as {asked.entry}.") from missing
    said = {
        "entry": proof.entry,
        "place": proof.place,
        "path": [each.hex() for each in proof.path],
        "checkpoint": _sealed(proof.checkpoint, proof.signature, proof.key),
    }
    print(json.dumps(said, indent=2, ensure_ascii=False))
    return 0


def _check(asked: argparse.Namespace) -> int:
    said = _read(asked.file)
    try:
        proof = verifying.Proof(
            entry=said["entry"],
            place=int(said["place"]),
            path=[bytes.fromhex(each) for each in said["path"]],
            checkpoint=_checkpoint_in(said["checkpoint"]),
            signature=bytes.fromhex(said["checkpoint"]["signature"]),
            key=said["checkpoint"]["key"],
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise NotPossible(
            f"{asked.file} is not a proof as `wayhome audit proof` writes it."
        ) from problem
    if verifying.holds(proof, public=_public(asked.key)):
        print(f"The proof holds: sealed at {proof.checkpoint.sealed_at.isoformat()}.")
        return 0
    print("THE PROOF DOES NOT HOLD.")
    return 1


def _sealed(checkpoint: signing.Checkpoint, signature: bytes, key: str) -> dict[str, object]:
    return {
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "sealed_at": checkpoint.sealed_at.isoformat(),
        "key": key,
        "signature": signature.hex(),
    }


def _checkpoint_in(said: Mapping[str, Any]) -> signing.Checkpoint:
    try:
        return signing.Checkpoint(
            int(said["size"]),
            bytes.fromhex(said["root"]),
            datetime.fromisoformat(said["sealed_at"]),
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise NotPossible(
            "This is not a checkpoint as `wayhome audit checkpoint` writes it."
        ) from problem


def _read(name: str) -> dict[str, Any]:
    try:
        found = json.loads(Path(name).read_text())
    except (OSError, ValueError) as problem:
        raise NotPossible(f"{name} cannot be read: {problem}") from problem
    if not isinstance(found, dict):
        raise NotPossible(f"{name} holds no checkpoint and no proof.")
    return found


def _public(said: str | None) -> signing.Ed25519PublicKey:
    """The public key that was given, or that of this installation."""
    if said is None:
        return signing.key().public_key()
    try:
        return signing.public_from(said)
    except ValueError as problem:
        raise NotPossible("A public key is 64 hexadecimal digits.") from problem


def _options(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="wayhome audit", description=__doc__)
    what = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    verify = what.add_parser("verify", help="prove the whole ledger")
    verify.add_argument("--checkpoint", help="a file with a checkpoint that was kept elsewhere")
    what.add_parser("checkpoint", help="the newest checkpoint, for somebody else to keep")
    proof = what.add_parser("proof", help="a proof that the ledger holds one entry")
    proof.add_argument("entry", help="the entry's identifier")
    check = what.add_parser("check", help="check a proof; needs no database")
    check.add_argument("file", help="the file that `wayhome audit proof` wrote")
    for each in (verify, check):
        each.add_argument("--key", help="the public key, if not that of this installation")
    return parser.parse_args(argv)
