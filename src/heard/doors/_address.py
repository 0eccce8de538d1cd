"""Who calls, for counting how often and for nothing else. No door writes it down."""

from collections.abc import Mapping
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings


def caller(meta: Mapping[str, str]) -> str:
    """The client's household. Behind N proxies, of the address that the outermost of ours saw."""
    proxies = settings.HEARD.proxies
    hops = [hop.strip() for hop in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    if proxies and len(hops) >= proxies:
        return household(hops[-proxies])
    return household(str(meta.get("REMOTE_ADDR", "")))


def household(address: str) -> str:
    """What one person has of addresses: of IPv6 a network of 64 bits, or they would never wait."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(IPv6Network((found, 64), strict=False))
    return address
