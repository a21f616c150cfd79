"""Everything that is changed in moto, in one place: it holds for one version, which a test guards."""

from typing import Any

import moto
from moto.backends import get_backend
from moto.core import common_models
from moto.kms import models as kms_models

from local.clock import MovableClock
from local.emulator import objects, queues
from local.emulator.changes import change
from local.emulator.store import Store
from local.settings import ACCOUNT, REGION

MOTO = "5.2.5"
KEPT_SERVICES = ("kms", "secretsmanager")  # small: kept whole at every change


class OtherMoto(Exception):
    """The changes were made for another moto."""


def install(store: Store, clock: MovableClock) -> None:
    if moto.__version__ != MOTO:
        raise OtherMoto(f"local/emulator changes moto {MOTO}, and {moto.__version__} is installed")
    change(common_models.BaseModel, __new__=_untracked)  # moto remembers every object for ever
    cheap_keys()
    queues.install(store, clock)
    objects.install(store, clock)
    for service, state in store.load("service"):
        backend(service).__dict__.update(state)


def cheap_keys() -> None:
    """moto makes an RSA key for every symmetric key, 50 ms each, and never uses it."""
    make: Any = getattr(kms_models, "generate_private_key")  # noqa: B009 moto does not export it
    if make.__name__ != "_private_key":

        def _private_key(spec: str) -> Any:
            return None if spec == "SYMMETRIC_DEFAULT" else make(spec)

        change(kms_models, generate_private_key=_private_key)


def backend(service: str) -> Any:
    """moto's state of one service, in the one account and region there is."""
    return get_backend(service)[ACCOUNT][REGION]  # type: ignore[call-overload]


def note_service(store: Store, service: str) -> None:
    state = backend(service).__dict__
    store.note("service", service, lambda: dict(state))


def _untracked(cls: type, *_: Any, **__: Any) -> Any:
    return object.__new__(cls)
