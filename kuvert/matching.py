"""`kuvert match`: who can be reached digitally right now."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from chalicelib.kernel.errors import Invalid
from chalicelib.kernel.identifiers import EmailAddress, Personnummer
from kuvert import credentials
from kuvert.failing import Failed
from kuvert.files import read, text_of
from kuvert.logging_in import Demo, Tenant
from kuvert.operator import Operator
from kuvert.output import AsJson, say, speaking

# What one call takes, with room to spare: it may have 6 MB.
BYTES_AT_ONCE = 5_000_000


def match(
    who: Annotated[list[str] | None, typer.Argument(help="Personal numbers of 12 digits, or e-mail addresses.")] = None,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="One on each line; `-`: standard input.")] = None,
    tenant: Tenant = "",
    demo: Demo = False,
    as_json: AsJson = False,
) -> None:
    """Tell which of these people can be reached, one on each line, in your order.

    Numbers on the command line stand in your shell's history; a file does not.
    """
    with speaking(as_json=as_json):
        wanted = [*(who or []), *_lines(file)]
        if not wanted:
            raise Failed("Nobody is asked about.", "Give numbers or addresses, or a file of them with --file.")
        operator = Operator(credentials.find(demo=demo))
        key, found = operator.tenant(tenant), set[str]()
        for kind in ("ssn", "verified_email"):
            asked = [one for one in wanted if ("@" in one) is (kind == "verified_email")]
            for some in in_calls(asked):
                found |= set(operator.post(f"/v2/tenant/{key}/usermatch/{kind}", {"list": some})[0]["list"])
        matched = [one for one in dict.fromkeys(wanted) if one in found]
        _warn(wanted)
        say({"asked": len(wanted), "matched": matched}, lambda: iter(matched), as_json=as_json)


def _warn(wanted: list[str]) -> None:
    """Tell a list with mistakes in it from one of people who are not here; what stands there is not repeated."""
    wrong = [n for n, one in enumerate(wanted, 1) if not _can_be_somebody(one)]
    if wrong:
        places = ", ".join(map(str, wrong[:10])) + (", …" if len(wrong) > 10 else "")
        what = f"{len(wrong)} of {len(wanted)} are neither personal numbers nor addresses: number {places}."
        typer.secho(f"kuvert: {what}", err=True, fg=typer.colors.YELLOW)


def _can_be_somebody(one: str) -> bool:
    try:
        EmailAddress.typed(one) if "@" in one else Personnummer.typed(one)
    except Invalid:
        return False
    return True


def in_calls(asked: list[str], most: int = BYTES_AT_ONCE) -> Iterator[list[str]]:
    """Divide what is asked about into calls, each of at most so many bytes as it is sent."""
    some: list[str] = []
    size = 0
    for one in asked:
        weight = len(json.dumps(one, ensure_ascii=False).encode()) + len(", ")
        if some and size + weight > most:
            yield some
            some, size = [], 0
        some.append(one)
        size += weight
    if some:
        yield some


def _lines(file: Path | None) -> list[str]:
    if file is None:
        return []
    if str(file) == "-":
        return text_of(sys.stdin.buffer.read(), "Standard input").split()
    return text_of(read(file), str(file)).split()
