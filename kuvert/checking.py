"""`kuvert check`: would these files be taken? Judged here by the operator's own checks, without any network."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from chalicelib.content.checks import check_part
from chalicelib.kernel.errors import OperatorError
from kuvert.failing import Exit
from kuvert.files import kind_of, read
from kuvert.output import AsJson, say, speaking


def check(
    files: Annotated[list[Path], typer.Argument(help="PDF, HTML, text or image files.")],
    as_json: AsJson = False,
) -> None:
    """Tell whether files would be taken, and what is wrong with those that would not. Nothing leaves this machine."""
    with speaking(as_json=as_json):
        judged = [_judged(file) for file in files]
        say({"files": judged}, lambda: (_line(each) for each in judged), as_json=as_json)
        if any("code" in each for each in judged):
            raise typer.Exit(Exit.REFUSED)


def _judged(file: Path) -> dict[str, Any]:
    try:
        check_part(read(file), kind_of(file))
    except OperatorError as refused:
        return {"file": str(file), "code": refused.number, "long_message": refused.detail}
    return {"file": str(file)}


def _line(judged: dict[str, Any]) -> str:
    found = f"{judged['long_message']} ({judged['code']})" if "code" in judged else "fine"
    return f"{judged['file']}: {found}"
