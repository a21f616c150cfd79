"""No URL that a stranger has chosen leads anywhere but to the open Internet (SSRF)."""

from __future__ import annotations

import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chalicelib.outgoing.guard import ForbiddenAddress, Guard, Target, is_public
from chalicelib.outgoing.model import InvalidUrl
from chalicelib.outgoing.receiver import HttpReceiver

PUBLIC = "93.184.215.14"

# Refused by their form alone: never resolved, never connected to.
BAD_URLS = [
    # another scheme or port
    "http://hooks.example.com/", "http://hooks.example.com:443/", "https://hooks.example.com:8443/",
    "https://hooks.example.com:80/", "https://hooks.example.com:0/", "https://hooks.example.com:65536/",
    "https://hooks.example.com:x/", "ftp://hooks.example.com/", "file:///etc/passwd", "gopher://hooks.example.com/_x",
    "dict://hooks.example.com/", "javascript:alert(1)", "//hooks.example.com/", "hooks.example.com/", "https:///", "",
    "https:hooks.example.com", "HTTPS//hooks.example.com",
    # addresses, in every notation that some resolver reads
    "https://127.0.0.1/", "https://127.1/", "https://127.0.1/", "https://0/", "https://0.0.0.0/", "https://10.0.0.1/",
    "https://2130706433/", "https://017700000001/", "https://0x7f000001/", "https://0x7f.0.0.1/", "https://0x7f.1/",
    "https://0177.0.0.1/", "https://0177.0.0.0x1/", "https://127.0.0.0x1/", "https://1.1.1.1/",
    "https://169.254.169.254/latest/meta-data/", "https://2852039166/", "https://0xa9fea9fe/", "https://0251.0376.0251.0376/",
    "https://169.254.43518/", "https://[::1]/", "https://[::]/", "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:169.254.169.254]/", "https://[::ffff:a9fe:a9fe]/", "https://[64:ff9b::a9fe:a9fe]/",
    "https://[2002:a9fe:a9fe::]/", "https://[fd00:ec2::254]/", "https://[fe80::1%25eth0]/", "https://[fe80::1]/",
    "https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/", "https://hooks.example.0x7f/", "https://hooks.example.1/",
    # names of inner networks
    "https://localhost/", "https://localhost.localdomain.local/", "https://a.localhost/", "https://intranet/",
    "https://metadata.google.internal/", "https://printer.local/", "https://router.home.arpa/", "https://db.corp/",
    "https://1.0.0.127.in-addr.arpa/", "https://hooks.test/", "https://x.onion/",
    # parsers that disagree
    "https://hooks.example.com@127.0.0.1/", "https://user:pw@hooks.example.com/", "https://127.0.0.1#@hooks.example.com/",
    "https://127.0.0.1\\@hooks.example.com/", "https://hooks.example.com\\.internal/", "https://hooks.example.com#a",
    "https://hooks.example.com\r\nX: y/", "https://hooks.example.com/\r\nHost: x", "https://hooks.example.com /",
    "https://hooks.example.com\t/", "https://hooks%2eexample%2ecom/", "https://127%2e0%2e0%2e1/", "https://ⓛocalhost/",
    "https://①②⑦.⓪.⓪.①/", "https://hooks。example。com/", "https://hooks.example.com./", "https://.example.com/",
    "https://hooks..example.com/", "https://-a.example.com/", "https://a-.example.com/", "https://a_b.example.com/",
    f"https://{'a' * 64}.example.com/", "https://hooks.example.com/" + "a" * 2000, "https://[hooks.example.com]/", "https://[/",
]

BAD_ADDRESSES = [
    "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "169.254.170.2", "100.64.0.1", "100.100.100.200", "192.0.0.8", "192.0.2.1", "198.18.0.1",
    "198.51.100.1", "203.0.113.9", "192.88.99.1", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "168.63.129.16", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:8.8.8.8",
    "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "3fff::1", "fe80::1", "fec0::1",
    "fc00::1", "fd00:ec2::254", "ff02::1", "100::1", "not an address", "",
]


def test_there_are_sixty_and_more():
    assert len(set(BAD_URLS)) >= 60


@pytest.mark.parametrize("url", BAD_URLS)
def test_a_bad_url_is_refused_before_any_name_is_looked_up(url):
    looked_up = []
    guard = Guard(resolver=lambda host, port: looked_up.append(host) or [PUBLIC])
    with pytest.raises(InvalidUrl):
        guard.read(url)
    assert HttpReceiver(guard=guard, seconds=1).post(url, {}, b"").error.startswith("not called")
    assert looked_up == []


@pytest.mark.parametrize("url", [
    "https://hooks.example.com", "https://hooks.example.com/", "https://hooks.example.com:443/a?b=c",
    "https://HOOKS.Example.COM/", "https://xn--rksmrgs-5wao1o.example.com/", "https://1password.example.com/x",
])
def test_a_good_url_is_read(url):
    assert Guard().read(url).port == 443


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_a_name_that_leads_inside_is_not_called(address):
    assert not is_public(address)
    for found in ([address], [PUBLIC, address], [address, PUBLIC]):
        with pytest.raises(ForbiddenAddress):
            Guard(resolver=lambda host, port, found=found: found).vet(Target("https", "hooks.example.com", 443, "/"))


def test_public_addresses_are_called():
    assert all(is_public(address) for address in (PUBLIC, "1.1.1.1", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"))


def test_a_name_that_leads_nowhere_is_not_called():
    assert "cannot be resolved" in HttpReceiver(guard=Guard(resolver=lambda *_: []), seconds=1).post(
        "https://hooks.example.com/", {}, b"").error


@pytest.mark.parametrize("url", ["http://localhost:9001/x", "http://127.0.0.1:9001/"])
def test_only_a_laptop_lets_plain_http_to_itself_through(url):
    with pytest.raises(InvalidUrl):
        Guard().read(url)
    assert Guard(to_localhost=True).read(url).port == 9001
    for other in ("http://10.0.0.1/", "http://hooks.example.com/", "https://127.0.0.1/", "http://localhost@10.0.0.1/"):
        with pytest.raises(InvalidUrl):
            Guard(to_localhost=True).read(other)


@pytest.fixture
def certificate(tmp_path):
    """A certificate for hooks.example.com by an authority of this test."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "hooks.example.com")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example.com")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


@pytest.fixture
def secure_server(certificate):
    """A receiver over TLS on this machine; notes the server name asked for and the request."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    seen = {}
    context.sni_callback = lambda connection, name, _: seen.update(sni=name)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        try:
            connection, _ = listener.accept()
            with context.wrap_socket(connection, server_side=True) as secured:
                seen["request"] = secured.recv(65536)
                secured.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
        except OSError:
            return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listener.getsockname()[1], seen
    listener.close()
    thread.join(5)


def test_the_vetted_address_is_called_by_the_name_whatever_the_name_says_later(certificate, secure_server, monkeypatch):
    """DNS rebinding: the name is looked up once; its second answer, inside our network, is never asked for."""
    port, seen = secure_server
    answers, connected = [[PUBLIC], ["169.254.169.254"]], []
    connect = socket.create_connection

    def redirected(address, timeout):
        connected.append(address)
        return connect(("127.0.0.1", port), timeout=timeout)

    monkeypatch.setattr(socket, "create_connection", redirected)
    monkeypatch.setattr(socket, "getaddrinfo", _unused(socket.getaddrinfo))
    guard = Guard(resolver=lambda host, port: answers.pop(0))
    receiver = HttpReceiver(guard=guard, seconds=5, tls=ssl.create_default_context(cafile=str(certificate)))

    outcome = receiver.post("https://hooks.example.com/kuvert?a=b", {"webhook-id": "evt_1"}, b"{}")

    assert outcome.status == 204, outcome
    assert connected == [(PUBLIC, 443)]
    assert seen["sni"] == "hooks.example.com"
    assert seen["request"].startswith(b"POST /kuvert?a=b HTTP/1.1\r\nhost: hooks.example.com\r\n")
    assert "not public" in receiver.post("https://hooks.example.com/kuvert", {}, b"{}").error
    assert connected == [(PUBLIC, 443)]


def test_a_certificate_of_another_name_is_not_spoken_to(certificate, secure_server, monkeypatch):
    port, seen = secure_server
    connect = socket.create_connection
    monkeypatch.setattr(socket, "create_connection", lambda a, timeout: connect(("127.0.0.1", port), timeout=timeout))
    receiver = HttpReceiver(
        guard=Guard(resolver=lambda *_: [PUBLIC]), seconds=5, tls=ssl.create_default_context(cafile=str(certificate))
    )

    assert receiver.post("https://other.example.com/", {}, b"{}").error.startswith("TLS")
    assert not seen.get("request")


def _unused(real):
    def lookup(host, *args, **kwargs):
        assert host == "127.0.0.1", f"{host} was looked up behind the guard's back"
        return real(host, *args, **kwargs)

    return lookup
