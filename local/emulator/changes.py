"""Changes something in moto, and refuses when moto has no such thing."""

from typing import Any


class NothingToChange(Exception):
    """moto is not the one that the changes were made for."""


def change(place: Any, **replacements: Any) -> None:
    for name, replacement in replacements.items():
        if not hasattr(place, name):
            raise NothingToChange(f"{place.__name__} has no {name}")
        setattr(place, name, replacement)
