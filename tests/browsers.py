"""Browsers that have subscribed to a push service, with the keys to read what they are sent."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from local.simulators.push import Browser, _decrypted, _written

SERVICE = "https://updates.push.services.mozilla.com"


def browser(name: str) -> Browser:
    """A browser of some name; the same name is the same browser."""
    return Browser(name, name, "", int.from_bytes(name.encode()) + 1, _written(name.encode().ljust(16)[:16]))


def subscription(name: str) -> dict[str, Any]:
    """Its subscription, as the Push API writes it."""
    one = browser(name)
    keys = {"p256dh": _written(one.point), "auth": one.auth}
    return {"endpoint": f"{SERVICE}/wpush/v2/{name}", "expirationTime": None, "keys": keys}


def shown(push: tuple[str, dict[str, str], bytes]) -> dict[str, str]:
    """What a browser shows of what its push service was handed."""
    url, _, body = push
    told: dict[str, str] = json.loads(_decrypted(browser(Path(url).name), body))
    return told
