"""Where a request came from, as far as our own proxies can be believed."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def of(request: HttpRequest) -> str:
    """The address, as the proxies of our own say, or nothing; a whole /64 counts as one."""
    said = [each.strip() for each in request.headers.get("X-Forwarded-For", "").split(",")]
    ours = settings.WAYHOME_PROXIES
    found = said[-ours] if 0 < ours <= len(said) else request.META.get("REMOTE_ADDR", "")
    found = found.rsplit(":", 1)[0] if found.count(":") == 1 else found  # some add the port
    try:
        address = ipaddress.ip_address(found)
    except ValueError:
        return ""
    if address.version == 4:  # noqa: PLR2004  # the version of the protocol
        return str(address)
    return str(ipaddress.ip_network((address, 64), strict=False))
