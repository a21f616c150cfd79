"""How a part or an icon is refused, beyond that its file is invalid."""

from __future__ import annotations

from chalicelib.kernel.errors import Invalid


class UnsupportedFileType(Invalid):
    """A kind of file that is not delivered here."""

    number = 40028
    slug = "unsupported_file_type"


class InvalidIconSize(Invalid):
    """An icon that is not a square of 256 to 512 pixels."""

    number = 40030
    slug = "invalid_icon_size"


class MissingAlphaChannel(Invalid):
    """An icon that is not a PNG with an alpha channel (PNG32)."""

    number = 40031
    slug = "missing_alpha_channel"
