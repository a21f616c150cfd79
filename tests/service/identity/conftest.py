"""Identity on moto, with a phone in hand."""

from tests.phone import phone

__all__ = ["phone"]
