"""The operations' commands against this laptop: `python -m local operations tenant create --name ... --orgnr ...`."""

import json
import os
import sys

from local.settings import state_folder


def run(arguments: list[str]) -> int:
    file = state_folder() / "environment.json"
    if not file.exists():
        print("Start the operator first: make run", file=sys.stderr)
        return 1
    for name, value in json.loads(file.read_text()).items():
        os.environ[name] = value
    os.environ.setdefault("AWS_ACCESS_KEY_ID", "local")
    os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "local")
    from chalicelib.api.operations.__main__ import main

    return main(arguments)
