"""Which addresses a room or a push service may stand at: none inside the house.

Handlers name the rooms, and browsers the push services, so both are strangers' input; a server
that fetched what they name would reach machines that only it can reach (server-side request
forgery). The test is made on the address that is then connected to: a name that resolves to one
thing when it is looked at and to another when it is used gains nothing.
"""

import ipaddress
import socket
from functools import cache
from typing import Any

from django.conf import settings

_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address stands in the last 32
_UNICAST = ipaddress.ip_network("2000::/3")  # all of IPv6 that is given out (RFC 4291, 2.4)


def is_outside(address: str) -> bool:
    """Whether this IP address belongs to the open internet, and is no way back into the house."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour
        if found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_outside(str(inner))
        if found not in _UNICAST:
            return False  # site-local, IPv4-compatible, a NAT64 of one's own (RFC 8215)
    return found.is_global and not found.is_multicast


def allowed(host: str, port: int) -> str:
    """The address to connect to for a host. Raises OSError, OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    fit = [each for each in addresses if settings.HEARD.notices.private or is_outside(each)]
    if not fit:
        raise OSError("This address is inside the network (HEARD_NOTIFY_PRIVATE).")
    return fit[0]


@cache
def guard() -> None:
    """From here on no library of this process that speaks HTTP by urllib3 gets past ``allowed``."""
    from urllib3.util import connection  # noqa: PLC0415 loaded with what needs it

    connect = connection.create_connection

    def guarded(address: tuple[str, int], *rest: Any, **named: Any) -> socket.socket:  # noqa: ANN401 handed on as it comes
        host, port = address
        return connect((allowed(host.strip("[]"), port), port), *rest, **named)

    # The library has no door for this, and its proxies and retries all come through here.
    connection.create_connection = guarded
