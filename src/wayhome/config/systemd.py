"""Telling systemd how the service stands, where it asks: see `deploy/systemd/wayhome.service`."""

import os
import socket

READY = "READY=1"
ALIVE = "WATCHDOG=1"
STOPPING = "STOPPING=1"


def tell(what: str) -> None:
    """Say this to systemd. Says nothing where nobody asked to be told.

    Raises OSError where it asked and cannot be told: it would end the service soon.
    """
    place = os.environ.get("NOTIFY_SOCKET", "")
    if not place:
        return
    address = f"\0{place[1:]}" if place.startswith("@") else place
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.sendto(what.encode(), address)
