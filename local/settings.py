"""Where everything is on this laptop: ports, state, endpoints."""

import json
import os
import socket
from dataclasses import asdict, dataclass
from pathlib import Path

LOOPBACK = "127.0.0.1"
ROOT = Path(__file__).resolve().parent.parent
REGION = "eu-north-1"
ACCOUNT = "123456789012"  # the account that moto plays
STAGE = "local"
PREFERRED_PORTS = {"aws": 4566, "dynamodb": 4567, "bankid": 4568, "ses": 4569, "sms": 4570, "push": 4571}


class PortTaken(Exception):
    """Somebody else listens where the web app should be."""


@dataclass(frozen=True)
class Settings:
    """One running operator: chosen by the supervisor, handed to its two processes."""

    port: int
    state: str
    ports: dict[str, int]
    dynamodb_endpoint: str = ""  # somebody else's DynamoDB, when named
    dynamodb_engine: str = "dynoxide"
    bankid_auto: bool = False
    demo: bool = True

    @property
    def base_url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def folder(self) -> Path:
        return Path(self.state)

    def endpoint(self, party: str) -> str:
        """Where a party answers.

        127.0.0.1 and not localhost: so the web app's cookies never go there, and S3 keeps the bucket in the path.
        """
        if party == "dynamodb" and self.dynamodb_endpoint:
            return self.dynamodb_endpoint
        return f"http://{LOOPBACK}:{self.ports['aws' if self._inside_moto(party) else party]}"

    def listening(self) -> list[int]:
        """The ports that answer once the emulator is up."""
        return [port for party, port in self.ports.items() if party != "dynamodb" or self.dynamodb_engine == "dynoxide"]

    def _inside_moto(self, party: str) -> bool:
        return party == "dynamodb" and self.dynamodb_engine == "moto"

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Settings":
        return cls(**json.loads(text))


def choose(dynamodb_engine: str) -> Settings:
    """Settings from the user's environment, with ports that are free now."""
    port = int(os.environ.get("PORT", "8000")) or free_ports(1)[0]
    if not _is_free(port):
        raise PortTaken(f"Port {port} is taken by another program. Stop it, or choose another: PORT=8080 make run")
    return Settings(
        port=port,
        state=str(state_folder()),
        ports=_ports(port, os.environ.get("KUVERT_LOCAL_PORTS", "preferred")),
        dynamodb_endpoint=os.environ.get("KUVERT_DYNAMODB_ENDPOINT", "") if dynamodb_engine == "named" else "",
        dynamodb_engine=dynamodb_engine,
        bankid_auto=os.environ.get("KUVERT_BANKID", "") == "auto",
        demo=os.environ.get("KUVERT_DEMO", "1") != "0",
    )


def state_folder() -> Path:
    return Path(os.environ.get("KUVERT_LOCAL_STATE", ROOT / ".local")).resolve()


def _ports(taken: int, which: str) -> dict[str, int]:
    """The preferred ones, and others where those are taken or not wanted: several operators may run side by side."""
    others = iter(free_ports(len(PREFERRED_PORTS)))
    return {
        name: preferred if which == "preferred" and preferred != taken and _is_free(preferred) else next(others)
        for name, preferred in PREFERRED_PORTS.items()
    }


def _is_free(port: int) -> bool:
    """Free on every address of localhost: another program may listen on one of them only."""
    return not any(_answers(address, port) for address in (LOOPBACK, "::1")) and _can_bind(port)


def _answers(address: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(0.2)
            return probe.connect_ex((address, port)) == 0
    except OSError:
        return False


def _can_bind(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_ports(count: int) -> list[int]:
    """Held all at once while they are chosen, so that they differ."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind((LOOPBACK, 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()
