"""The templates as data, for whoever checks what would be deployed."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from chalice.package import YAMLTemplateSerializer

from infra.package import ROOT, render

CODE = ("app.py", "chalicelib", "infra")


def read(path: Path) -> dict[str, Any]:
    """Read a template; `!Ref x` is `{"Ref": "x"}`."""
    template: dict[str, Any] = YAMLTemplateSerializer().load_template(path.read_text(encoding="utf-8"), path.name)
    return template


@cache
def source(name: str) -> dict[str, Any]:
    """One of the templates as it is written: `data` or `app`."""
    return read(ROOT / "infra" / f"{name}.yaml")


@cache
def rendered(stage: str = "dev") -> Path:
    """Where the template of everything that runs lies, as it would be deployed, with a bundle of our code alone.

    Rendered once per process, and without the dependencies, which take most of the time.
    """
    folder = Path(tempfile.mkdtemp(prefix="kuvert-template-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    project = folder / "project"
    shutil.copytree(ROOT / ".chalice", project / ".chalice", ignore=shutil.ignore_patterns("deploy*"))
    (project / "requirements.txt").touch()
    for name in CODE:
        (project / name).symlink_to(ROOT / name)
    render(stage, project, folder / "out")
    return folder / "out"


def of_type(template: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    """The properties of every resource of a type, by name."""
    return {
        name: resource.get("Properties", {})
        for name, resource in template["Resources"].items()
        if resource.get("Type") == kind
    }
