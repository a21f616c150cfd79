"""The one door that every file of the sender API declares its operations on."""

from __future__ import annotations

from chalicelib.api.sender.door import SenderDoor

door = SenderDoor()
