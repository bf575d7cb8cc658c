"""Where a model's server is: on this machine, or anywhere else."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

OWN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "anthropic": ("https://api.anthropic.com", ("ANTHROPIC_API_URL", "ANTHROPIC_BASE_URL")),
    "ollama": ("http://127.0.0.1:11434", ("OLLAMA_HOST",)),
    "openai": ("https://api.openai.com/v1", ("OPENAI_BASE_URL", "OPENAI_API_BASE")),
}
"""The usual address of a provider, and the variables by which its own tools take another. It is always told to the
library that speaks with the server, so that nothing else decides where text goes."""

_ANY = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}
"""Addresses that a server listens on, and where it is then reached."""


def usual(provider: str, environment: Mapping[str, str]) -> str | None:
    """The address of a provider's server; None where only its own library knows it."""
    if provider not in OWN:
        return None
    address, names = OWN[provider]
    given = next((environment[name].strip() for name in names if environment.get(name, "").strip()), None)
    return address if given is None else whole(given, 11434 if provider == "ollama" else None)


def whole(address: str, port: int | None = None) -> str:
    """An address with its scheme, and with a port where ``port`` says which is meant by none.

    >>> whole("0.0.0.0", 11434)
    'http://127.0.0.1:11434'
    """
    address = address.rstrip("/")
    if "://" not in address:
        address = f"http://{address}"
    parts = urlsplit(address)
    host = parts.netloc
    if port is not None and parts.scheme == "http" and parts.port is None:
        host = f"{host.rstrip(':')}:{port}"
    for listened, reached in _ANY.items():
        if host == listened or host.startswith(f"{listened}:"):
            host = reached + host.removeprefix(listened)
    return parts._replace(netloc=host).geturl()


def local(address: str | None) -> bool:
    """Whether a server is on this machine: its address is of the loopback network, written out.

    A name that only resolves to such an address is not taken for one, since it may resolve to another next time.
    """
    host = hostname(address)
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def hostname(address: str | None) -> str:
    """The host of an address, in small letters; empty if it has none."""
    try:
        return (urlsplit(address or "").hostname or "").lower().rstrip(".")
    except ValueError:
        return ""


def server(address: str) -> str:
    """The host and port of an address."""
    return urlsplit(address).netloc.lower().removesuffix(":443" if address.startswith("https:") else ":80")


def through_proxy(address: str | None) -> bool:
    """Whether the environment has requests to this address go through a proxy, which may be anywhere."""
    proxies = getproxies()
    scheme = urlsplit(address or "").scheme
    return bool(proxies.get(scheme) or proxies.get("all")) and not proxy_bypass(hostname(address))
