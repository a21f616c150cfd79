"""The OpenAPI documents in docs/ are what the code says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from chalicelib.api.openapi import documents

FOLDER = Path("docs/openapi")


@pytest.mark.parametrize("name", ["sender.json", "recipient.json"])
def test_the_document_is_the_codes(name: str):
    """Made anew, it is the same; if not: python -m chalicelib.api.openapi."""
    assert json.loads((FOLDER / name).read_text()) == json.loads(json.dumps(documents()[name]))


@pytest.mark.parametrize("name", ["sender.json", "recipient.json"])
def test_the_document_is_openapi(name: str):
    """Any tool can read it."""
    validate(json.loads((FOLDER / name).read_text()))
