"""Who calls, for counting how often and for nothing else. No door writes it down."""

from collections.abc import Mapping
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings


def caller(meta: Mapping[str, str]) -> str:
    """The client's household. Behind N proxies, of the address that the outermost of ours saw.

    Empty where that is this machine itself: everybody who comes by an onion service has this one
    address, and one who used it up would shut out all the others. Nothing is counted there; codes
    and tokens are too long to be guessed however often. On a loopback site, where nobody else
    comes from, it counts.
    """
    proxies = settings.HEARD.proxies
    hops = [hop.strip() for hop in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    seen = hops[-proxies] if proxies and len(hops) >= proxies else str(meta.get("REMOTE_ADDR", ""))
    return "" if settings.HEARD.tls and _is_here(seen) else household(seen)


def _is_here(address: str) -> bool:
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return (getattr(found, "ipv4_mapped", None) or found).is_loopback


def household(address: str) -> str:
    """What one person has of addresses: of IPv6 a network of 64 bits, or they would never wait."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(IPv6Network((found, 64), strict=False))
    return address
