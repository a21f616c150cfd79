"""The whole operator, or only its emulator, on free ports and its own state: for tests that drive it from outside."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import boto3
import urllib3

from local import dynoxide, provision
from local.settings import LOOPBACK, REGION, ROOT, Settings, free_ports

START_WITHIN = 60


class DidNotStart(Exception):
    """It ended, or took too long; what it said."""


@dataclass
class RunningOperator:
    """A whole operator: `base_url`, its state, and its tools."""

    base_url: str
    folder: Path
    process: "subprocess.Popen[bytes]"
    _http: urllib3.PoolManager = field(default_factory=lambda: urllib3.PoolManager(retries=False, timeout=60))

    @property
    def demo(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "demo.json").read_text(encoding="utf-8"))
        return found

    @property
    def environment(self) -> dict[str, str]:
        """What the product's code needs to work on this operator's data from another process."""
        found: dict[str, str] = json.loads((self.folder / "environment.json").read_text(encoding="utf-8"))
        return found | {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local"}

    def tool(self, path: str, wish: dict[str, Any] | None = None) -> Any:
        """Calls `/_local/...`: a GET, or a POST when there is a wish."""
        method, body = ("GET", None) if wish is None else ("POST", json.dumps(wish))
        headers = {"content-type": "application/json"} if body else {}
        answer = self._http.request(method, f"{self.base_url}/_local/{path}", body=body, headers=headers)
        content = json.loads(answer.data)
        if answer.status != 200:
            raise ValueError(content["error"])
        return content

    def outbox(self, to: str = "") -> list[dict[str, Any]]:
        sent: list[dict[str, Any]] = self.tool(f"outbox?to={to.replace('+', '%2B')}" if to else "outbox")
        return sent

    def advance(self, duration: str, step: str = "") -> dict[str, Any]:
        moved: dict[str, Any] = self.tool("clock", {"advance": duration} | ({"step": step} if step else {}))
        return moved

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


@contextmanager
def running_operator(folder: Path, demo: bool = False, **environment: str) -> Iterator[RunningOperator]:
    """`python -m local` on a free port, with its state in `folder`."""
    (port,) = free_ports(1)
    own = {"PORT": str(port), "KUVERT_LOCAL_PORTS": "free", "KUVERT_LOCAL_STATE": str(folder)}
    own |= {"KUVERT_DEMO": "1" if demo else "0", **environment}
    said = folder.parent / f"{folder.name}.said"
    with said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "local"], cwd=ROOT, env=os.environ | own, stdout=output, stderr=subprocess.STDOUT
        )
    operator = RunningOperator(f"http://localhost:{port}", folder, process)
    try:
        _wait_until_ready(operator, said)
        yield operator
    finally:
        if process.poll() is None:
            operator.stop()


def _wait_until_ready(operator: RunningOperator, said: Path) -> None:
    end = time.monotonic() + START_WITHIN
    while not _is_ready(operator):
        if operator.process.poll() is not None or time.monotonic() > end:
            raise DidNotStart(said.read_text(errors="replace"))
        time.sleep(0.02)


def _is_ready(operator: RunningOperator) -> bool:
    """It, and not another one on the same state."""
    file = operator.folder / "ready.json"
    return file.exists() and json.loads(file.read_text())["supervisor"] == operator.process.pid


@dataclass
class RunningEmulator:
    """AWS and the outside parties, without the operator."""

    settings: Settings
    process: "subprocess.Popen[bytes]"

    def client(self, service: str) -> Any:
        return self.clients(service)

    @property
    def clients(self) -> provision.Clients:
        return provision.Clients(_Session(self.settings))

    def kill(self) -> None:
        """As `kill -9` does."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


class _Session:
    """A boto3 session whose clients talk to one emulator, whatever the environment says."""

    region_name = REGION

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._session = boto3.Session(aws_access_key_id="local", aws_secret_access_key="local", region_name=REGION)

    def client(self, service: str) -> Any:
        party = {"dynamodb": "dynamodb", "sesv2": "ses", "pinpoint-sms-voice-v2": "sms"}.get(service, "aws")
        return self._session.client(service, endpoint_url=self._settings.endpoint(party))  # type: ignore[call-overload]


def start_emulator(folder: Path, settings: Settings | None = None, **choices: Any) -> RunningEmulator:
    """Starts it, or starts it again with the settings that it had."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = settings or _settings(folder, choices)
    with (folder / "emulator.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "local", "emulator", settings.to_json()],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    end = time.monotonic() + START_WITHIN
    while not all(map(_listens, settings.listening())):
        if process.poll() is not None or time.monotonic() > end:
            raise DidNotStart((folder / "emulator.log").read_text(errors="replace"))
        time.sleep(0.02)
    return RunningEmulator(settings, process)


def _settings(folder: Path, choices: dict[str, Any]) -> Settings:
    names = ("aws", "dynamodb", "bankid", "ses", "sms", "push")
    ports = dict(zip(names, free_ports(len(names)), strict=True))
    engine = "moto" if dynoxide.install() else "dynoxide"
    return Settings(port=0, state=str(folder), ports=ports, **({"dynamodb_engine": engine} | choices))


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0
