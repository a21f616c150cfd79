"""The door of `/_local/`: JSON for programs, forms for the page, and nobody else's pages."""

import gzip
import io
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest

from local.front.router import Router
from local.front.site import Site, production_headers
from local.tools.door import Door, NotFound, route
from local.tools.page import HEADERS, Page
from local.tools.time_machine import TimeMachine

HOST = "localhost:8000"


def ask(application, method, path, body=b"", **headers):
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path.partition("?")[0],
        "REQUEST_URI": path,
        "QUERY_STRING": path.partition("?")[2],
        "SERVER_PORT": "8000",
        "HTTP_HOST": HOST,
        "wsgi.input": io.BytesIO(body),
        **headers,
    }
    seen = {}

    def start_response(status, headers):
        seen.update(status=int(status[:3]), headers={name.lower(): value for name, value in headers})

    content = b"".join(application(environ, start_response))
    return seen["status"], seen["headers"], content


def nothing(call):
    raise NotFound("Nothing here")


@pytest.fixture
def door():
    routes = [
        route("GET", "/things", lambda call: call.query),
        route("POST", "/things/{}/{}", lambda call: [*call.path, call.wish]),
        route("GET", "/nothing", nothing),
    ]
    return Door(routes, lambda: b"<!doctype html>page", HEADERS)


def test_json_in_and_out(door):
    assert json.loads(ask(door, "GET", "/_local/things?to=a%20b")[2]) == {"to": "a b"}
    status, headers, body = ask(door, "POST", "/_local/things/1/do", b'{"x": 1}')
    assert (status, headers["content-type"], json.loads(body)) == (200, "application/json", ["1", "do", {"x": 1}])


def test_json_by_curl_is_json_whatever_curl_calls_it(door):
    form = {"CONTENT_TYPE": "application/x-www-form-urlencoded"}
    assert json.loads(ask(door, "POST", "/_local/things/1/do", b'{"x": "a=b"}', **form)[2])[2] == {"x": "a=b"}


def test_a_form_of_the_page_leads_back_to_the_page(door):
    form = {
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "HTTP_ACCEPT": "text/html",
        "HTTP_ORIGIN": f"http://{HOST}",
    }
    status, headers, _ = ask(door, "POST", "/_local/things/1/do", urlencode({"x": "1"}).encode(), **form)
    assert (status, headers["location"]) == (303, "/_local/")


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_ORIGIN": "https://evil.example"},
        {"HTTP_ORIGIN": "http://localhost:9999"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_HOST": "evil.example:8000"},
    ],
)
def test_other_pages_in_the_same_browser_are_kept_out(door, headers):
    assert ask(door, "POST", "/_local/things/1/do", b"{}", **headers)[0] == 403


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/_local/other"), ("DELETE", "/_local/things"), ("GET", "/_local/nothing")]
)
def test_what_is_not_there_is_told_so(door, method, path):
    status, _, body = ask(door, method, path)
    assert status == 404
    assert json.loads(body)["error"]


@pytest.mark.parametrize("body", [b"{", b"[]"])
def test_a_body_that_is_no_object_is_refused(door, body):
    assert ask(door, "POST", "/_local/things/1/do", body)[0] == 400


SEEN = {
    "clock": {"now": "2026-11-20T12:00:00.000Z", "offset_seconds": 60},
    "orders": [
        {"orderRef": "r", "kind": "auth", "status": "pending", "hintCode": "userSign", "personalNumber": None,
         "createdAt": "2026-11-20T12:00:00.000Z"},
    ],
    "outbox": [{"at": "2026-11-20T12:00:00.000Z", "channel": "email", "to": "<b>", "subject": "<script>", "text": "t"}],
    "schedules": [{"name": "reconcile", "schedule": "rate(15 minutes)", "last": "", "next": ""}],
    "queues": [
        {"name": "notify-dlq", "waiting": 1, "delayed": 0, "in_flight": 0, "given_up": [{"reason": "gone", "body": "{}"}]}
    ],
    "faults": [{"party": "ses", "mode": "down", "left": 2, "seconds": 1, "status": 503}],
    "demo": {"tenant_key": "t", "client_id": "c", "client_secret": "s", "people": [
        {"ssn": "197701032380", "name": "Karin", "email": "k@e.se", "mobile": "+46", "registered": True}]},
}  # fmt: skip


def test_the_page_shows_everything_and_believes_nothing():
    page = Page(lambda: SEEN).html().decode()
    for text in ("reconcile", "notify-dlq", "gone", "2 more calls", "197701032380", "/_local/bankid/orders/r/complete"):
        assert text in page
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_an_empty_laptop_has_a_page_too():
    empty = {
        "clock": SEEN["clock"],
        "orders": [],
        "outbox": [],
        "schedules": [],
        "queues": [],
        "faults": [],
        "demo": {},
    }
    assert "Nothing sent yet" in Page(lambda: empty).html().decode()


def test_the_page_runs_no_script_and_is_framed_by_nobody():
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src" not in policy


# --- The clock ---


class Still:
    def __init__(self):
        self.at, self.seen = datetime(2026, 11, 20, 12, tzinfo=UTC), []

    def now(self):
        return self.at

    def offset(self):
        return 0.0

    def set(self, moment):
        self.at = moment

    def run_due(self):
        self.seen.append(self.at)
        return ["reconcile"]

    def settle(self):
        return True

    def reap(self):
        return 3


@pytest.fixture
def still():
    return Still()


@pytest.fixture
def machine(still):
    return TimeMachine(still, still, still, still)


def test_a_jump_runs_what_fell_due_once(machine, still):
    moved = machine.move({"advance": "P20D"})
    assert (moved["now"], moved["ran"], moved["settled"], moved["removed"]) == (
        "2026-12-10T12:00:00.000Z", ["reconcile"], True, 3,
    )  # fmt: skip


def test_steps_skip_nothing(machine, still):
    machine.move({"advance": "P1DT6H", "step": "P1D"})
    assert still.seen == [datetime(2026, 11, 21, 12, tzinfo=UTC), datetime(2026, 11, 21, 18, tzinfo=UTC)]


def test_a_time_may_be_set_forward_and_back(machine, still):
    for moment in ("2033-01-01T00:00:00Z", "2020-01-01T00:00:00+01:00"):
        machine.move({"now": moment})
        assert still.at == datetime.fromisoformat(moment)


@pytest.mark.parametrize("wish", [{}, {"advance": "soon"}, {"now": "soon"}, {"advance": "P7Y", "step": "PT1S"}])
def test_a_wish_that_cannot_be_is_refused(machine, wish):
    with pytest.raises(ValueError, match=r".+"):
        machine.move(wish)


# --- The web app's files ---


@pytest.fixture
def site(tmp_path):
    (tmp_path / "dist/assets").mkdir(parents=True)
    (tmp_path / "dist/index.html").write_text("<!doctype html>app")
    (tmp_path / "dist/assets/app.js").write_text("1")
    (tmp_path / "secret.txt").write_text("s")
    return Site("http://127.0.0.1:4566", {"OperatorName": "Brevhuset", "SupportEmail": "a@b.example"}, tmp_path / "dist")


@pytest.mark.parametrize("path", ["/", "/letters", "/letters/1764000000ab", "/login/"])
def test_every_page_is_index_html(site, path):
    status, headers, body = ask(site, "GET", path)
    assert (status, body) == (200, b"<!doctype html>app")
    assert headers["cache-control"] == "no-cache"
    assert headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("path", ["/developers", "/developers/"])
def test_the_senders_pages_have_their_own_first_page(site, path, tmp_path):
    (tmp_path / "dist/developers").mkdir()
    (tmp_path / "dist/developers/index.html").write_text("<!doctype html>developers")
    (tmp_path / "dist/developers/reference.html").write_text("<!doctype html>reference")
    assert ask(site, "GET", path)[2] == b"<!doctype html>developers"
    status, headers, _ = ask(site, "GET", "/developers/reference.html")
    assert (status, headers["cache-control"]) == (200, "no-cache")


def test_files_are_kept_for_ever_and_have_the_production_headers(site):
    status, headers, _ = ask(site, "GET", "/assets/app.js")
    assert (status, headers["content-type"]) == (200, "text/javascript; charset=utf-8")
    assert "immutable" in headers["cache-control"]
    for name, value in production_headers("http://127.0.0.1:4566").items():
        assert headers[name] == value
    assert "http://127.0.0.1:4566" in headers["content-security-policy"]


def test_the_files_that_say_who_runs_it_do(site, tmp_path):
    """In HTML and in JSON, whatever the name holds; files below are left as they are."""
    (tmp_path / "dist/index.html").write_text('<title>{{name}}</title><meta content="{{operator}}">')
    (tmp_path / "dist/app.webmanifest").write_text('{"name": "{{name}}"}')
    (tmp_path / "dist/assets/index.html").write_text("{{name}}")
    page = ask(site, "GET", "/")[2].decode()
    assert page.startswith("<title>Brevhuset</title>")
    assert "&quot;support_email&quot;: &quot;a@b.example&quot;" in page
    assert ask(site, "GET", "/app.webmanifest")[2] == b'{"name": "Brevhuset"}'
    assert ask(site, "GET", "/assets/index.html")[2] == b"{{name}}"


@pytest.mark.parametrize("path", ["/../secret.txt", "/assets/../../secret.txt", "/none.js", "//etc/passwd.txt"])
def test_nothing_outside_the_built_files_is_served(site, path):
    assert ask(site, "GET", path)[0] == 404


def test_files_are_compressed_for_browsers_that_take_it(site, tmp_path):
    """Text is, pictures are already."""
    (tmp_path / "dist/assets/app.js").write_text("1;" * 2_000)
    (tmp_path / "dist/icon.png").write_bytes(b"png")
    status, headers, body = ask(site, "GET", "/assets/app.js", HTTP_ACCEPT_ENCODING="gzip, br")
    assert (status, headers["content-encoding"], headers["vary"]) == (200, "gzip", "Accept-Encoding")
    assert gzip.decompress(body).decode() == "1;" * 2_000
    assert len(body) == int(headers["content-length"]) < 200
    assert "content-encoding" not in ask(site, "GET", "/icon.png", HTTP_ACCEPT_ENCODING="gzip")[1]
    assert "content-encoding" not in ask(site, "GET", "/assets/app.js")[1]


def test_what_is_not_built_is_told_kindly(tmp_path):
    status, _, body = ask(Site("x", {}, tmp_path), "GET", "/letters")
    assert (status, b"make web" in body) == (503, True)


def test_one_port_for_everything(site):
    def named(name):
        def answer(environ, start_response):
            start_response("200 OK", [("Cache-Control", "no-store"), ("X-Content-Type-Options", "other")])
            return [name.encode()]

        return answer

    router = Router(named("tools"), named("gateway"), site)
    for path, expected in (
        ("/_local/outbox", b"tools"), ("/_local", b"tools"), ("/v2/tenant", b"gateway"), ("/v17/auth", b"gateway"),
        ("/api/session", b"gateway"), ("/apiary", b"<!doctype html>app"), ("/vault", b"<!doctype html>app"),
    ):  # fmt: skip
        assert ask(router, "GET", path)[2] == expected
    assert ask(router, "GET", "/api/session")[1]["x-content-type-options"] == "nosniff"
    assert ask(router, "GET", "/v2/tenant")[1]["x-content-type-options"] == "other"


def test_time_passes_while_the_clock_is_moved(clock):
    before = clock.now()
    assert timedelta(0) <= clock.advance(timedelta(hours=1)) - before - timedelta(hours=1) < timedelta(seconds=1)
