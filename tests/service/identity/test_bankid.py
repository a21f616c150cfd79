"""Our BankID client over the wire, against the simulated BankID and against a server that misbehaves."""

from __future__ import annotations

import base64
import datetime as dt
import json
import ssl
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chalicelib.identity import qr
from chalicelib.identity.bankid import SIGN_TEXT, AlreadyInProgress, BankIdClient, BankIdRefused
from chalicelib.identity.model import Progress
from chalicelib.identity.suppliers import BankIdUnavailable, Collected
from local.clock import MovableClock
from local.simulators.bankid.api import control, door
from local.simulators.bankid.orders import Orders
from local.simulators.faults import Faults
from local.simulators.server import Server

TOLVAN = "191212121212"
TOLVA = "197701032380"
IP = "192.0.2.7"


@pytest.fixture
def bankid(tmp_path):
    """The simulated BankID: `client` is ours, `orders` and `faults` are what is behind the wire."""
    orders, faults = Orders(MovableClock(tmp_path / "clock")), Faults(("bankid",))
    server = Server("bankid", 0, partial(door, orders), partial(control, orders), faults).start()
    client = BankIdClient(url=f"http://127.0.0.1:{server.server_address[1]}/rp/v6.0/")
    yield SimpleNamespace(client=client, orders=orders, faults=faults)
    server.shutdown()
    server.server_close()


@pytest.fixture
def answering():
    """A server that gives one answer to everything, and remembers what it was asked."""
    servers = []

    def start(status: int, body: bytes, tls: ssl.SSLContext | None = None) -> SimpleNamespace:
        asked: list[tuple[str, dict[str, str], bytes]] = []

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                sent = self.rfile.read(int(self.headers["content-length"]))
                asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}, sent))
                self.send_response(status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                """Nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        scheme = "http"
        if tls:
            server.socket, scheme = tls.wrap_socket(server.socket, server_side=True), "https"
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        servers.append(server)
        return SimpleNamespace(url=f"{scheme}://localhost:{server.server_address[1]}", asked=asked)

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_an_order_goes_from_waiting_to_who_has_identified(bankid):
    order = bankid.client.auth(IP)
    assert bankid.client.collect(order.order_ref) == Collected(Progress.PENDING, "outstandingTransaction")
    bankid.orders.scan(qr.frame(order.qr_start_token, order.qr_start_secret, 0))
    assert bankid.client.collect(order.order_ref).hint == "userSign"
    bankid.orders.complete(order.order_ref, TOLVAN)
    done = bankid.client.collect(order.order_ref)
    assert (done.progress, done.personal_number) == (Progress.COMPLETE, TOLVAN)
    assert done.name


def test_the_person_asked_for_is_bankids_requirement(bankid):
    order = bankid.client.auth(IP, TOLVAN)
    bankid.orders.complete(order.order_ref, TOLVA)
    assert bankid.client.collect(order.order_ref).progress is Progress.FAILED


def test_an_end_that_was_told_once_has_expired(bankid):
    order = bankid.client.auth(IP)
    bankid.orders.complete(order.order_ref, TOLVAN)
    bankid.client.collect(order.order_ref)
    assert bankid.client.collect(order.order_ref) == Collected(Progress.FAILED, "expiredTransaction")


def test_a_failed_order_says_why(bankid):
    order = bankid.client.auth(IP)
    bankid.orders.fail(order.order_ref, "certificateErr")
    assert bankid.client.collect(order.order_ref) == Collected(Progress.FAILED, "certificateErr")


def test_two_orders_for_one_person_end_each_other(bankid):
    first = bankid.client.auth(IP, TOLVAN)
    with pytest.raises(AlreadyInProgress):
        bankid.client.auth(IP, TOLVAN)
    assert bankid.client.collect(first.order_ref) == Collected(Progress.FAILED, "cancelled")


def test_cancelling_twice_is_cancelling_once(bankid):
    order = bankid.client.auth(IP)
    bankid.client.cancel(order.order_ref)
    bankid.client.cancel(order.order_ref)
    assert bankid.client.collect(order.order_ref).progress is Progress.FAILED


def test_a_signature_shows_its_text_and_carries_its_bytes(bankid):
    order = bankid.client.sign(IP, "Jag godkänner avtalet.", b"\x00digest", TOLVAN)
    wish = bankid.orders.all()[0].wish
    assert base64.b64decode(wish["userVisibleData"]).decode() == "Jag godkänner avtalet."
    assert base64.b64decode(wish["userNonVisibleData"]) == b"\x00digest"
    assert order.order_ref


@pytest.mark.parametrize("text", ["", "å" * SIGN_TEXT])
def test_a_text_that_bankid_would_not_take_is_not_sent(bankid, text):
    with pytest.raises(ValueError, match="characters of base64"):
        bankid.client.sign(IP, text)


@pytest.mark.parametrize("fault", [{"mode": "down"}, {"mode": "wrong"}, {"mode": "error", "status": 503}])
def test_no_sensible_answer_is_told_as_unavailable(bankid, fault):
    bankid.faults.ask({"party": "bankid", **fault})
    with pytest.raises(BankIdUnavailable):
        bankid.client.auth(IP)
    bankid.faults.ask({"party": "bankid", "mode": "ok"})
    assert bankid.client.auth(IP).order_ref


def test_nobody_there_is_told_as_unavailable():
    with pytest.raises(BankIdUnavailable):
        BankIdClient(url="http://127.0.0.1:9/rp/v6.0").auth(IP)


@pytest.mark.parametrize(("status", "code", "raised"), [
    (400, "alreadyInProgress", AlreadyInProgress), (400, "invalidParameters", BankIdRefused),
    (401, "unauthorized", BankIdRefused), (403, "unauthorized", BankIdRefused), (404, "notFound", BankIdRefused),
    (405, "methodNotAllowed", BankIdRefused), (408, "requestTimeout", BankIdUnavailable),
    (415, "unsupportedMediaType", BankIdRefused), (429, "tooManyRequests", BankIdUnavailable),
    (500, "internalError", BankIdUnavailable), (503, "maintenance", BankIdUnavailable),
])
def test_every_error_of_bankid_is_sorted_once(answering, status, code, raised):
    server = answering(status, json.dumps({"errorCode": code, "details": f"about {TOLVAN}"}).encode())
    with pytest.raises(raised) as caught:
        BankIdClient(url=server.url).auth(IP, TOLVAN)
    assert TOLVAN not in str(caught.value)
    assert len(server.asked) == 1


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'"x"', b'{"orderRef":"x","status":"strange"}', b"\xff",
                                  b'{"orderRef":"x","status":"complete"}', b'{"status":"complete","completionData":[]}'])
def test_an_answer_that_is_not_the_protocol_counts_as_none(answering, body):
    client = BankIdClient(url=answering(200, body).url)
    for call in (partial(client.auth, IP), partial(client.collect, "x")):
        with pytest.raises(BankIdUnavailable):
            call()


def test_a_body_is_json_without_charset(answering):
    server = answering(200, b"{}")
    BankIdClient(url=server.url + "/rp/v6.0/").cancel("an-order")
    path, headers, body = server.asked[0]
    assert (path, headers["content-type"]) == ("/rp/v6.0/cancel", "application/json")
    assert json.loads(body) == {"orderRef": "an-order"}


def test_what_is_secret_is_not_shown(bankid):
    order = bankid.client.auth(IP)
    assert order.qr_start_secret not in repr(order)
    assert TOLVAN not in repr(Collected(Progress.COMPLETE, personal_number=TOLVAN))


def test_mutual_tls_with_bankids_own_root(answering, tmp_path):
    ca_key, ca = _certificate("Test Root", None)
    ours, theirs = tmp_path / "ours.pem", tmp_path / "theirs.pem"
    ours.write_bytes(_pem(*_certificate("Kuvert", (ca_key, ca))))
    theirs.write_bytes(_pem(*_certificate("localhost", (ca_key, ca))))
    root = tmp_path / "root.pem"
    root.write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(theirs)
    tls.load_verify_locations(root)
    tls.verify_mode = ssl.CERT_REQUIRED
    server = answering(200, b"{}", tls)
    kept = SimpleNamespace(text=ours.read_text)

    BankIdClient(url=server.url, cert=kept, ca_file=str(root)).cancel("x")
    assert len(server.asked) == 1
    for wrong in ({"ca_file": str(root)}, {"cert": kept}):
        with pytest.raises(BankIdUnavailable):
            BankIdClient(url=server.url, **wrong).cancel("x")
    assert len(server.asked) == 1


def _certificate(name, issuer):
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    issuer_key, issuer_name = (issuer[0], issuer[1].subject) if issuer else (key, subject)
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(issuer_name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name.replace(" ", ""))]), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )
    return key, made


def _pem(key, certificate):
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)
