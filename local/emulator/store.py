"""What survives a kill -9: one SQLite file that everything the emulator plays is written through to."""

import io
import pickle
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

SCHEMA = """
    CREATE TABLE IF NOT EXISTS kept (kind TEXT, id TEXT, value BLOB, PRIMARY KEY (kind, id)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS outbox (number INTEGER PRIMARY KEY AUTOINCREMENT, entry TEXT NOT NULL);
"""


class WrittenByAnother(Exception):
    """The kept state cannot be read by this version."""


class Store:
    """Rows of (kind, id). What a thread changes it notes, and writes before its caller gets the answer."""

    def __init__(self, file: Path, version: str) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()
        self._own = threading.local()
        self._database = sqlite3.connect(file, check_same_thread=False, isolation_level=None)
        self._database.execute("PRAGMA journal_mode=WAL")
        self._database.execute("PRAGMA synchronous=NORMAL")
        self._database.executescript(SCHEMA)
        self._check(version)

    def _check(self, version: str) -> None:
        kept = dict(self.load("version"))
        if kept and kept != {"moto": version}:
            raise WrittenByAnother(f"The kept state was written with moto {kept['moto']}. Empty it: make reset")
        self.note("version", "moto", lambda: version)
        self.flush()

    def note(self, kind: str, name: str, current: Callable[[], Any | None]) -> None:
        """Something changed; `current` tells what it is when it is written, None that it is gone."""
        self._noted()[kind, name] = current

    def flush(self) -> None:
        """Writes what this thread noted. When it returns, a killed process has lost nothing of it."""
        noted = self._noted()
        if not noted:
            return
        self._own.noted = {}
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            for (kind, name), current in noted.items():
                self._write(kind, name, current())
            self._database.execute("COMMIT")

    def _noted(self) -> dict[tuple[str, str], Callable[[], Any | None]]:
        if not hasattr(self._own, "noted"):
            self._own.noted = {}
        noted: dict[tuple[str, str], Callable[[], Any | None]] = self._own.noted
        return noted

    def _write(self, kind: str, name: str, value: Any | None) -> None:
        if value is None:
            self._database.execute("DELETE FROM kept WHERE kind = ? AND id = ?", (kind, name))
        else:
            self._database.execute("REPLACE INTO kept VALUES (?, ?, ?)", (kind, name, _dump(value)))

    def load(self, kind: str) -> Iterator[tuple[str, Any]]:
        with self._lock:
            rows = self._database.execute("SELECT id, value FROM kept WHERE kind = ?", (kind,)).fetchall()
        for name, value in rows:
            yield name, pickle.loads(value)

    def append(self, entry: str) -> None:
        """One more message that an outside party was handed."""
        with self._lock:
            self._database.execute("INSERT INTO outbox (entry) VALUES (?)", (entry,))

    def entries(self) -> list[str]:
        with self._lock:
            return [row[0] for row in self._database.execute("SELECT entry FROM outbox ORDER BY number")]

    def close(self) -> None:
        self.flush()
        with self._lock:
            self._database.close()


class _Pickler(pickle.Pickler):
    """Pickles what moto holds, private keys and locks too."""

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            encoded = value.private_bytes(
                serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
            return serialization.load_der_private_key, (encoded, None)
        if isinstance(value, type(threading.Lock())):
            return threading.Lock, ()
        if isinstance(value, type(threading.RLock())):
            return threading.RLock, ()
        return NotImplemented


def _dump(value: Any) -> bytes:
    buffer = io.BytesIO()
    _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump(value)
    return buffer.getvalue()
