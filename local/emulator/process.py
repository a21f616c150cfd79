"""The emulator process: AWS, and the outside parties, each on its own loopback port."""

import signal
import threading
from functools import partial

from local import dynoxide, lifeline
from local.clock import MovableClock
from local.emulator import patches
from local.emulator.server import Durable, serve
from local.emulator.store import Store
from local.people import KNOWN
from local.settings import Settings
from local.simulators.bankid import api as bankid
from local.simulators.bankid.orders import Orders
from local.simulators.faults import Faults
from local.simulators.outbox import Outbox
from local.simulators.push import PushService
from local.simulators.server import CONTROL, Answer, Door, Request, Server
from local.simulators.ses import Ses
from local.simulators.ses_announcer import Announcer
from local.simulators.sms import Sms

PARTIES = ("bankid", "ses", "sms", "push", "s3", "sqs", "sns", "kms", "secretsmanager")


def run(settings: Settings) -> None:
    """Plays everything until the supervisor says stop, or is gone."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; the supervisor decides
    lifeline.hold(stop.set)
    clock = MovableClock(settings.folder / "clock.json")
    store = Store(settings.folder / "emulator.db", patches.MOTO)
    patches.install(store, clock)
    faults = Faults(PARTIES)
    tables = dynoxide.start(settings) if settings.dynamodb_engine == "dynoxide" else None
    aws = Durable(store, faults)
    moto = serve(aws, settings.ports["aws"])
    for party in _parties(settings, store, clock, faults):
        party.start()
    while not stop.wait(1):
        aws.keep_tables()
    moto.shutdown()
    aws.keep_tables()
    store.close()
    if tables is not None:
        tables.terminate()
        tables.wait()


def _parties(settings: Settings, store: Store, clock: MovableClock, faults: Faults) -> list[Server]:
    outbox = Outbox(store, clock)
    orders = Orders(clock, KNOWN[0].ssn if settings.bankid_auto else "")
    ses = Ses(outbox, clock, Announcer(settings).publish)
    push = PushService(outbox, clock, settings.endpoint("push"), settings.folder / "push.json")
    doors: dict[str, tuple[Door, Door]] = {
        "bankid": (partial(bankid.door, orders), partial(bankid.control, orders)),
        "ses": (ses.door, partial(_control, outbox, faults)),
        "push": (push.door, push.control),
        "sms": (Sms(outbox).door, partial(_control, outbox, faults)),
    }
    return [Server(party, settings.ports[party], door, control, faults) for party, (door, control) in doors.items()]


def _control(outbox: Outbox, faults: Faults, request: Request) -> Answer:
    """The outbox and the faults, for `/_local/`."""
    what = request.path.removeprefix(CONTROL)
    if what == "outbox":
        return Answer(outbox.sent(request.query.get("to", "")))
    if what == "faults":
        if request.method == "POST":
            faults.ask(request.json())
        return Answer(faults.asked())
    raise KeyError(f"Nothing at {request.path}")
