"""Where a request comes from, when proxies stand before the site."""

from __future__ import annotations

import ipaddress
from typing import Final

import structlog
from django.conf import settings
from django.http import HttpRequest

log = structlog.get_logger(__name__)

_NETWORK: Final = 64
"""Bits of an IPv6 address that one household or machine has for itself."""

_told: set[str] = set()


def client_address(request: HttpRequest) -> str:
    """The address of whoever asks; IPv6 as its network of 64 bits.

    Every proxy appends the address it was asked from to ``X-Forwarded-For``, and what stands further
    left was written by the client: so we count ``TRUSTED_PROXIES`` from the right, and believe nothing
    without them.
    """
    count: int = settings.TRUSTED_PROXIES
    direct = _network(request.META.get("REMOTE_ADDR", "")) or "unknown"
    parts = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    parts = [one for one in parts if one]
    if not count:
        if parts:
            _tell_once(
                "forwarded_without_proxy", "BEHIND_PROXY is 0, but a proxy asks: see AIE-W004"
            )
        return direct
    if len(parts) < count:
        _tell_once("too_few_proxies", "BEHIND_PROXY is more than the proxies that were passed")
        return direct
    return _network(parts[-count]) or direct


def _network(text: str) -> str:
    """An address in its normal form, without a port; empty when it is none."""
    host = text[1:].partition("]")[0] if text.startswith("[") else text
    if host.count(":") == 1:
        host = host.partition(":")[0]
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, _NETWORK), strict=False).network_address)


def _tell_once(event: str, hint: str) -> None:
    """Write it to the log of this process, once: forged headers must not fill it."""
    if event not in _told:
        _told.add(event)
        log.warning(event, hint=hint)
