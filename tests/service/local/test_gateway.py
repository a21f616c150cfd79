"""API Gateway on the laptop: each thread its own request, and its own words for what never reaches the function."""

import base64
import io
import json
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import urllib3
from chalice.app import AuthResponse, Chalice, Response
from waitress.server import create_server

from local.front.gateway import Gateway
from local.front.responses import GatewayResponses


@pytest.fixture(scope="module")
def app():
    app = Chalice("test", configure_logs=False)
    app.api.binary_types.append("application/pdf")

    @app.authorizer()
    def keeper(request):
        if request.token == "Bearer refused":
            raise Exception("Unauthorized")  # noqa: TRY002 the word that API Gateway knows
        if request.token == "Bearer broken":
            raise KeyError("token")
        routes = [] if request.token == "Bearer denied" else ["*"]
        return AuthResponse(routes=routes, principal_id="client", context={"tenant": "t"})

    @app.route("/v2/echo/{name}", methods=["POST"], content_types=["application/json"])
    def echo(name):
        pause.wait(0.005)
        return {"name": app.current_request.uri_params["name"], "body": app.current_request.json_body}

    @app.route("/v2/closed", authorizer=keeper)
    def closed():
        return app.current_request.context["authorizer"]

    @app.route("/v2/challenge")
    def challenge():
        headers = {"WWW-Authenticate": "Bearer", "X-Own": "1", "Set-Cookie": ["a=1", "b=2"]}
        return Response({"code": 1}, status_code=401, headers=headers)

    @app.route("/v2/pdf")
    def pdf():
        return Response(b"%PDF\xff", headers={"Content-Type": "application/pdf"})

    @app.route("/v2/large")
    def large():
        return {"text": "x" * 7_000_000}

    @app.route("/v2/broken")
    def broken():
        raise RuntimeError("broken")

    @app.route("/v2/event")
    def event():
        return app.current_request.to_dict()

    pause = threading.Event()
    return app


@pytest.fixture(scope="module")
def gateway(app):
    return Gateway(app, GatewayResponses.from_templates())


@pytest.fixture
def call(gateway):
    def call(method, path, body=b"", **headers):
        environ = {
            "REQUEST_METHOD": method,
            "REQUEST_URI": path,
            "PATH_INFO": path.partition("?")[0],
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": io.BytesIO(body),
        }
        if body:
            environ["CONTENT_TYPE"] = "application/json"
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        seen = {}

        def start_response(status, headers):
            seen.update(status=int(status[:3]), headers=headers)

        content = b"".join(gateway(environ, start_response))
        return seen["status"], dict(seen["headers"]), content, seen["headers"]

    return call


def test_reaches_the_function_and_answers(call):
    status, headers, body, _ = call("POST", "/v2/echo/anna", b'{"a": "\xc3\xa5"}')
    assert (status, json.loads(body)) == (200, {"name": "anna", "body": {"a": "å"}})
    assert headers["Content-Type"] == "application/json"
    assert headers["x-amzn-RequestId"]


def test_each_thread_has_its_own_request(gateway):
    # It polls, because a `select` would trip over the sockets that are closed at the end.
    server = create_server(gateway, listen="127.0.0.1:0", threads=16, ident=None, asyncore_use_poll=True)
    threading.Thread(target=server.run, daemon=True).start()
    http = urllib3.PoolManager(maxsize=16)

    def ask(number):
        url = f"http://127.0.0.1:{server.effective_port}/v2/echo/n{number}"
        answer = http.request("POST", url, body=json.dumps({"n": number}), headers={"content-type": "application/json"})
        return answer.json() == {"name": f"n{number}", "body": {"n": number}}

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(ask, range(600)))
    server.close()


@pytest.mark.parametrize(("method", "path"), [("GET", "/v2/none"), ("DELETE", "/v2/challenge"), ("OPTIONS", "/v2/pdf")])
def test_an_unknown_path_or_verb_never_reaches_the_function(call, method, path):
    status, headers, body, _ = call(method, path)
    assert (status, headers["x-error-code"], json.loads(body)["code"]) == (404, "40400", 40400)
    assert headers["x-correlation-id"] == headers["x-amzn-RequestId"]


@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer refused"}])
def test_whoever_has_no_good_token_is_told_so_in_the_words_of_the_catalogue(call, headers):
    status, headers, body, _ = call("GET", "/v2/closed", **headers)
    assert (status, json.loads(body)["code"]) == (401, 40100)
    assert headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'


def test_the_authorizer_may_deny_and_may_fail(call):
    assert call("GET", "/v2/closed", authorization="Bearer denied")[0] == 403
    assert call("GET", "/v2/closed", authorization="Bearer broken")[0] == 500


def test_the_authorizer_hands_its_context_to_the_function(call):
    body = json.loads(call("GET", "/v2/closed", authorization="Bearer good")[2])
    assert body == {"tenant": "t", "principalId": "client"}


def test_lambdas_own_challenge_is_renamed_as_the_gateway_does(call):
    status, headers, _, every = call("GET", "/v2/challenge")
    assert status == 401
    assert "WWW-Authenticate" not in headers
    assert headers["x-amzn-Remapped-WWW-Authenticate"] == "Bearer"
    assert [value for name, value in every if name == "Set-Cookie"] == ["a=1", "b=2"]


@pytest.mark.parametrize("size", [6_300_000, 4_000_000])
def test_more_than_lambda_takes_is_refused_counting_as_lambda_counts(call, size):
    body = b'{"a": "' + b'\\"' * (size // 2) + b'"}'
    status, headers, answer, _ = call("POST", "/v2/echo/x", body)
    assert (status, headers["x-error-code"], json.loads(answer)["code"]) == (413, "41300", 41300)


def test_an_answer_larger_than_lambdas_is_a_failure(call):
    assert call("GET", "/v2/large")[0] == 503


def test_a_fault_of_ours_is_no_secret_kept_from_the_status(call):
    assert call("GET", "/v2/broken")[0] == 500


def test_bytes_stay_bytes(call):
    status, headers, body, _ = call("GET", "/v2/pdf", accept="application/pdf")
    assert (status, headers["Content-Type"], body) == (200, "application/pdf", b"%PDF\xff")


def test_the_event_names_the_request_and_the_caller(call):
    event = json.loads(call("GET", "/v2/event?a=1&a=2&b=%C3%A5")[2])
    assert event["query_params"] == {"a": "2", "b": "å"}
    assert event["context"]["requestId"]
    assert event["headers"]["x-forwarded-for"] == "127.0.0.1"


def test_without_a_template_the_gateways_own_words_are_used():
    response = GatewayResponses({}).answer("MISSING_AUTHENTICATION_TOKEN", "r1")
    assert (response.status, json.loads(response.body)) == (403, {"message": "Missing Authentication Token"})


def test_the_default_of_the_template_stands_for_the_rest():
    described = {"DEFAULT_4XX": {"StatusCode": 418, "ResponseTemplates": {"application/json": "$context.requestId"}}}
    assert GatewayResponses(described).answer("ACCESS_DENIED", "r1").body == "r1"


def test_a_body_in_base64_is_what_a_binary_type_means(gateway):
    event = gateway._gateway._generate_lambda_event(
        "POST", "/v2/echo/x", {"content-type": "application/pdf", "x-amzn-requestid": "r"}, b"\xff"
    )
    assert (base64.b64decode(event["body"]), event["isBase64Encoded"]) == (b"\xff", True)
