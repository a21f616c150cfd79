"""Text that every reader shows the same."""

from __future__ import annotations

from chalicelib.content.model import InvalidFiles


def read_text(data: bytes) -> str:
    """Read UTF-8 text, with or without a byte order mark; refuse anything else."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidFiles("The text is not UTF-8. Save it in UTF-8 and send it again.") from None
    if "\0" in text:
        raise InvalidFiles("The text contains NUL characters. Send plain text in UTF-8.")
    return text


def check_text(data: bytes) -> None:
    """Refuse a plain text that is not UTF-8, or is not text."""
    read_text(data)
