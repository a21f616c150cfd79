"""The guard of outgoing calls: a URL that somebody else has chosen never leads into our own network (SSRF).

A name is resolved once, every address that it has must be public, and the call goes to the address that was vetted:
what the name says a moment later does not matter.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from chalicelib.outgoing.model import InvalidUrl

URL_LENGTH = 2000
_LABEL = re.compile(r"^(?!-)[a-z0-9-]{1,63}(?<!-)$")
# What the web's URL rules read as an IPv4 address, in decimal, octal or hex: a last label that is a number.
_NUMBER = re.compile(r"^(?:[0-9]+|0x[0-9a-f]*)$")
_VISIBLE = re.compile(r"^[\x21-\x7e]+$")
_LOCALHOST = ("localhost", "127.0.0.1")
# Names of machines inside a network, and of the cloud's own services.
_INTERNAL = (
    "localhost", "local", "internal", "intranet", "lan", "home", "corp", "private", "home.arpa", "in-addr.arpa",
    "ip6.arpa", "test", "example", "invalid", "onion", "alt",
)

_FORBIDDEN_4 = tuple(ipaddress.ip_network(text) for text in (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    "168.63.129.16/32",  # Azure's own services, at a public address
))
# Everything outside 2000::/3 is private, local, multicast, mapped (::ffff:0:0/96) or translated (64:ff9b::/96).
_GLOBAL_6 = ipaddress.ip_network("2000::/3")
_FORBIDDEN_6 = tuple(ipaddress.ip_network(text) for text in (
    "2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20",
))

Resolve = Callable[[str, int], list[str]]


class ForbiddenAddress(Exception):
    """The name leads, or may lead, to where we do not call; or to nowhere."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL says that it leads."""

    scheme: str
    host: str
    port: int
    path: str


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open Internet's and can stand for no other."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv4Address):
        return not any(ip in network for network in _FORBIDDEN_4)
    return ip in _GLOBAL_6 and not any(ip in network for network in _FORBIDDEN_6)


def resolve(host: str, port: int) -> list[str]:
    """Ask the resolver for every address of a name, IPv4 first."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        return []
    addresses = dict.fromkeys(str(entry[4][0]) for entry in sorted(found, key=lambda entry: entry[0] != socket.AF_INET))
    return list(addresses)


class Guard:
    """Says where a URL may lead. On a laptop alone, `to_localhost` lets plain HTTP to the same machine through."""

    def __init__(self, *, to_localhost: bool = False, resolver: Resolve = resolve) -> None:
        self._to_localhost = to_localhost
        self._resolve = resolver

    def read(self, url: str) -> Target:
        """Read a URL by its form alone; raises InvalidUrl with what to change."""
        if len(url) > URL_LENGTH or not _VISIBLE.match(url) or "\\" in url:
            raise InvalidUrl(f"url must be at most {URL_LENGTH} visible ASCII characters.")
        try:
            parts = urlsplit(url)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            raise InvalidUrl("url cannot be read.") from None
        if "@" in parts.netloc or "#" in url:
            raise InvalidUrl("url must hold neither a user nor a fragment.")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if self._to_localhost and parts.scheme == "http" and host in _LOCALHOST:
            return Target("http", host, port or 80, path)
        if parts.scheme != "https" or port not in (None, 443):
            raise InvalidUrl("url must begin with https:// and use port 443.")
        _check_name(host)
        return Target("https", host, 443, path)

    def vet(self, target: Target) -> str:
        """Resolve a name, once, and answer the address to call; raises ForbiddenAddress."""
        if target.scheme == "http":
            return "127.0.0.1"
        addresses = self._resolve(target.host, target.port)
        if not addresses:
            raise ForbiddenAddress("the name cannot be resolved")
        if not all(is_public(address) for address in addresses):
            raise ForbiddenAddress("the name leads to an address that is not public")
        return addresses[0]


def _check_name(host: str) -> None:
    """A full domain name in ASCII; addresses in any notation, and names of inner networks, are not called."""
    labels = host.split(".")
    if len(host) > 253 or len(labels) < 2 or not all(_LABEL.match(label) for label in labels):
        raise InvalidUrl("The host of url must be a full domain name in ASCII, such as hooks.example.com.")
    if _NUMBER.match(labels[-1]):
        raise InvalidUrl("The host of url must be a domain name, not an IP address.")
    if any(host == name or host.endswith(f".{name}") for name in _INTERNAL):
        raise InvalidUrl("The host of url must be a name of the open Internet.")
