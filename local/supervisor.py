"""Starts the emulator and the app, says where they are, and stops both whatever happens."""

import fcntl
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from local import dynoxide, environment
from local.settings import PortTaken, Settings, choose, state_folder

START_WITHIN = 90
STOP_WITHIN = 5
Child = subprocess.Popen[bytes]
Children = dict[str, Child]
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class AlreadyRunning(Exception):
    """Another operator uses the same state."""


class OtherEngine(Exception):
    """The state was stored with another DynamoDB than the one that is used now."""


def run() -> int:
    """The whole operator, until Ctrl-C."""
    stop = threading.Event()
    for name in SIGNALS:
        signal.signal(name, lambda *_: stop.set())
    engine, said = _engine()
    _say(said)
    try:
        settings = choose(engine)
        with Held(settings.folder) as lock:
            _same_engine(settings)
            return _supervise(settings, lock, stop)
    except (PortTaken, AlreadyRunning, OtherEngine) as problem:
        print(problem, file=sys.stderr)
        return 1


def reset() -> int:
    """Forgets everything that was kept."""
    folder = state_folder()
    try:
        with Held(folder):
            for entry in folder.iterdir():
                if entry.name != "lock":
                    shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    except AlreadyRunning as problem:
        print(problem, file=sys.stderr)
        return 1
    _say(f"Emptied {folder}")
    return 0


def _engine() -> tuple[str, str]:
    """Which DynamoDB, and what to say of it."""
    endpoint = os.environ.get("KUVERT_DYNAMODB_ENDPOINT", "")
    if endpoint == "moto":
        return "moto", "DynamoDB: moto, as KUVERT_DYNAMODB_ENDPOINT says"
    if endpoint:
        return "named", f"DynamoDB: {endpoint}, as KUVERT_DYNAMODB_ENDPOINT says"
    if why := dynoxide.install():
        return "moto", f"DynamoDB: moto, slower and less like AWS, because {why} (dynoxide is used where it can be)"
    return "dynoxide", f"DynamoDB: dynoxide {dynoxide.VERSION}, kept in {_short(state_folder())}"


def _same_engine(settings: Settings) -> None:
    """Half of the state without the other half would be nobody's state."""
    file = settings.folder / "engine"
    engine = settings.dynamodb_endpoint or settings.dynamodb_engine
    if file.exists() and file.read_text() != engine:
        raise OtherEngine(
            f"{_short(settings.folder)} was stored with DynamoDB from {file.read_text()}, and now it is {engine}. "
            "Start with the former, or forget everything: make reset"
        )
    file.write_text(engine)


def _supervise(settings: Settings, lock: IO[str], stop: threading.Event) -> int:
    ready = settings.folder / "ready.json"
    ready.unlink(missing_ok=True)
    first = not (settings.folder / "demo.json").exists() and settings.demo
    _say("Starting" + (" and making demo data, the first time ..." if first else " ..."))
    children = {name: _start(name, settings, lock) for name in ("emulator", "app")}
    try:
        if _wait(ready.exists, children, stop, START_WITHIN):
            _say(_where(settings))
            _wait(_never, children, stop, None)
        return _verdict(children, stop, settings)
    finally:
        _stop(children)
        ready.unlink(missing_ok=True)


def _start(name: str, settings: Settings, lock: IO[str]) -> Child:
    """A child lives as long as its standard input is open. It holds the lock too, so that no two share the state."""
    with (settings.folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "local", name, settings.to_json()],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=environment.of_child(settings),
            pass_fds=(lock.fileno(),),
        )


def _wait(done: Callable[[], bool], children: Children, stop: threading.Event, seconds: float | None) -> bool:
    """Until it is done, a child is gone, somebody says stop, or the time is out."""
    end = time.monotonic() + seconds if seconds else None
    while not stop.wait(0.05):
        if done():
            return True
        if any(child.poll() is not None for child in children.values()) or (end and time.monotonic() > end):
            return False
    return False


def _never() -> bool:
    return False


def _verdict(children: Children, stop: threading.Event, settings: Settings) -> int:
    if stop.is_set():
        _say("\nStopped. What was stored is kept; `make reset` forgets it.")
        return 0
    for name, child in children.items():
        if child.poll() is not None:
            log = settings.folder / f"{name}.log"
            tail = log.read_text(errors="replace").splitlines()[-25:]
            print(f"The {name} process ended by itself. The end of {log}:", *tail, sep="\n  ", file=sys.stderr)
    return 1


def _stop(children: Children) -> None:
    for child in reversed(children.values()):
        child.terminate()
    for child in children.values():
        try:
            child.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


class Held:
    """The lock on the state; for a moment it may still be held by processes that are ending."""

    def __init__(self, folder: Path, within: float = 3.0) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = (folder / "lock").open("w")
        self._folder, self._within = folder, within

    def __enter__(self) -> IO[str]:
        end = time.monotonic() + self._within
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > end:
                    raise AlreadyRunning(f"Kuvert already runs from {self._folder}. Stop it first.") from None
                time.sleep(0.1)
            else:
                return self._file

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _where(settings: Settings) -> str:
    lines = [
        f"Web app       {settings.base_url}",
        f"Sender API    {settings.base_url}/v2",
        f"For senders   {settings.base_url}/developers/",
        f"Tools         {settings.base_url}/_local/",
        f"Logs          {_short(settings.folder / 'app.log')}",
    ]
    demo = settings.folder / "demo.json"
    if demo.exists():
        people = json.loads(demo.read_text(encoding="utf-8")).get("people", [])
        first = f", for instance {people[0]['name']} {people[0]['ssn']}" if people else ""
        lines.append(f"Demo data     {_short(demo)}{first}")
    elif settings.demo:
        lines.append("Demo data     could not be made; the log says why, and the next start tries again")
    return "\n".join(["", *(f"  {line}" for line in lines), "", "Ctrl-C stops everything."])


def _short(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _say(text: str) -> None:
    print(text, flush=True)
