"""The app process: app.py behind a threaded server, the web app, the tools, and the pumps that feed the functions."""

import json
import logging
import os
import signal
import socket
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from waitress.server import create_server

from local import demo, environment, lifeline, provision
from local.clock import MovableClock
from local.front.gateway import Gateway
from local.front.responses import GatewayResponses
from local.front.router import Router
from local.front.site import Site
from local.pumps.queues import QueuePump, sources
from local.pumps.reaper import Reaper
from local.pumps.schedules import Scheduler, schedules
from local.resources import create_resources
from local.settings import LOOPBACK, REGION, Settings
from local.tools.api import Tools
from local.tools.parties import Parties
from local.tools.queues import Queues
from local.tools.time_machine import TimeMachine

THREADS = 16
LARGEST = 64 * 1024 * 1024  # the gateway refuses sooner, in its own words
PATIENCE = 30


def run(settings: Settings) -> None:
    """Serves until the supervisor says stop, or is gone."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: _stop())
    lifeline.hold(_stop)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    clock = MovableClock(settings.folder / "clock.json")
    clients = _prepare(settings)
    app = _product(clock)
    machinery = _machinery(settings, app, clock, clients)
    server = create_server(
        machinery.application,
        listen=" ".join(_addresses(settings.port)),
        threads=THREADS,
        ident=None,
        max_request_body_size=LARGEST,
    )
    threading.Thread(target=server.run, name="server", daemon=True).start()
    demo.make_when_new(settings, clock, machinery.queues.settle)
    machinery.scheduler.start()
    machinery.reaper.start()
    _announce(settings.folder / "ready.json", settings)
    threading.Event().wait()


def _stop() -> None:
    """Lambda functions end without a word, and so do they here: what they had in hand returns to its queue."""
    sys.stdout.flush()
    os._exit(0)


def _prepare(settings: Settings) -> provision.Clients:
    """AWS as infra/ describes it, and the environment that the functions get."""
    os.environ.update(environment.aws(settings))
    _wait_for(settings)
    clients = provision.Clients(boto3.Session(region_name=REGION))
    variables = create_resources(clients=clients, parameters=environment.parameters(settings))
    variables |= environment.laptop_only(settings)
    os.environ.update(variables)
    (settings.folder / "environment.json").write_text(json.dumps(variables, indent=2))
    return clients


def _wait_for(settings: Settings) -> None:
    """The emulator starts at the same time as we do."""
    deadline = time.monotonic() + PATIENCE
    for port in settings.listening():
        while not _listens(port):
            if time.monotonic() > deadline:
                raise TimeoutError(f"The emulator does not answer on port {port}")
            time.sleep(0.02)


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((LOOPBACK, port)) == 0


def _product(clock: MovableClock) -> Any:
    """app.py with the laptop's clock; imported only now, when the environment is there."""
    from chalicelib import wiring
    from chalicelib.aws.config import load
    from chalicelib.kernel.ids import SystemIds

    wiring.install(wiring.build(load(), clock, SystemIds()))
    from app import app

    return app


@dataclass(frozen=True)
class Machinery:
    """What surrounds app.py."""

    application: Router
    queues: Queues
    scheduler: Scheduler
    reaper: Reaper


def _machinery(settings: Settings, app: Any, clock: MovableClock, clients: provision.Clients) -> Machinery:
    sqs = clients("sqs")
    pumps = [QueuePump(source, sqs) for source in sources(app)]
    for pump in pumps:
        pump.start()
    scheduler = Scheduler(schedules(app), clock, settings.folder / "schedules.json")
    reaper, queues = Reaper(clients, clock), Queues(sqs, pumps)
    machine = TimeMachine(clock, scheduler, queues, reaper)
    tools = Tools(Parties(settings), machine, scheduler, queues, settings.folder / "demo.json")
    gateway = Gateway(app, GatewayResponses.from_templates())
    site = Site(settings.endpoint("aws"), environment.operator_settings())
    return Machinery(Router(tools.door(), gateway, site), queues, scheduler, reaper)


def _addresses(port: int) -> list[str]:
    """Both of localhost's, when the machine has IPv6."""
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return [f"{LOOPBACK}:{port}"]
    return [f"{LOOPBACK}:{port}", f"[::1]:{port}"]


def _announce(file: Path, settings: Settings) -> None:
    """Tells the supervisor that everything answers."""
    part = file.with_suffix(".part")
    part.write_text(json.dumps({"base_url": settings.base_url, "supervisor": os.getppid()}))
    part.replace(file)
