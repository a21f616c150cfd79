"""What the doors answer in AWS is what they answer on a laptop: the gateway, the firewall, the web app, the mail."""

import inspect
import json
import re

import pytest

from chalicelib.api import recipient
from chalicelib.api.recipient import routes
from chalicelib.api.sender.catalogue import CATALOGUE
from infra.package import ROOT
from infra.templates import of_type, source

APP = source("app")
API = APP["Resources"]["RestAPI"]["Properties"]
CONTENT_ORIGIN = "https://${Bucket}.s3.${AWS::Region}.${AWS::URLSuffix}"


# --- What the gateway answers itself ---


@pytest.mark.parametrize("kind", API["GatewayResponses"])
def test_the_gateway_answers_in_the_words_of_the_catalogue(kind):
    answer = API["GatewayResponses"][kind]
    body = json.loads(answer["ResponseTemplates"]["application/json"])
    headers = answer["ResponseParameters"]["Headers"]
    assert (body["short_message"], body["long_message"]) == CATALOGUE[body["code"]]
    assert set(body) == {"code", "short_message", "long_message"}
    assert answer["StatusCode"] == str(body["code"])[:3]
    assert headers["x-error-code"] == f"'{body['code']}'"
    assert headers["x-correlation-id"] == "context.requestId"
    assert ("WWW-Authenticate" in headers) == (body["code"] == 40100)
    assert ("Retry-After" in headers) == (body["code"] in (42900, 50301))


def test_the_gateway_has_an_answer_for_everything():
    codes = {
        kind: json.loads(answer["ResponseTemplates"]["application/json"])["code"]
        for kind, answer in API["GatewayResponses"].items()
    }
    assert codes | {
        "UNAUTHORIZED": 40100, "ACCESS_DENIED": 40300, "WAF_FILTERED": 42900, "MISSING_AUTHENTICATION_TOKEN": 40400,
        "RESOURCE_NOT_FOUND": 40400, "REQUEST_TOO_LARGE": 41300, "UNSUPPORTED_MEDIA_TYPE": 41500, "THROTTLED": 42900,
        "DEFAULT_4XX": 40000, "DEFAULT_5XX": 50000, "INTEGRATION_FAILURE": 50301, "INTEGRATION_TIMEOUT": 50400,
    } == codes
    page = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
    (told,) = re.findall(r"^What the gateway refuses .*$", page, re.MULTILINE)
    assert set(map(int, re.findall(r"\b\d{5}\b", told))) == set(codes.values())
    unauthorised = API["GatewayResponses"]["UNAUTHORIZED"]["ResponseParameters"]["Headers"]
    assert unauthorised["WWW-Authenticate"] == "'Bearer error=\"invalid_token\"'"


# --- The firewall ---

# Each start asks BankID for an order in our name, whatever route it begins at.
STARTS_BANKID = [
    operation for operation in recipient.door.operations
    if re.search(r"\blogins\.start\w*\(", inspect.getsource(operation.view))
]


def test_bankid_and_auth_are_held_to_a_rate():
    (firewall,) = of_type(APP, "AWS::WAFv2::WebACL").values()
    assert firewall["Scope"] == "REGIONAL"
    rules = [(rule["Statement"]["RateBasedStatement"], rule["Action"]["Block"]) for rule in firewall["Rules"]]

    def held(path: str) -> list[str]:
        return [
            rate["AggregateKeyType"] for rate, _ in rules
            if re.search(rate["ScopeDownStatement"]["RegexMatchStatement"]["RegexString"], path)
        ]

    assert len(STARTS_BANKID) == 3
    for operation in recipient.door.operations:
        path = f"/live{re.sub('{.*?}', '17951760000123abc', operation.path)}"
        assert held(path) == (["FORWARDED_IP", "IP"] if operation in STARTS_BANKID else []), operation.path
    assert held("/live/v1/auth") == held("/v2/auth") == ["IP"]
    assert held("/live/v2/tenant/1/content") == []
    for rate, block in rules:
        if "CustomResponse" not in block:
            # The gateway's answer is the senders', with the call's id: recipients have other words.
            assert rate["ScopeDownStatement"]["RegexMatchStatement"]["RegexString"] == "/v[0-9]+/auth/?$"
            continue
        body = json.loads(firewall["CustomResponseBodies"][block["CustomResponse"]["CustomResponseBodyKey"]]["Content"])
        assert (block["CustomResponse"]["ResponseCode"], body["code"]) == (429, "too_many")
    assert sum("CustomResponse" not in block for _, block in rules) == 1
    association = APP["Resources"]["FirewallOfApi"]["Properties"]
    assert "/restapis/${RestAPI}/stages/${ApiStage}" in association["ResourceArn"]["Fn::Sub"][0]


def test_the_firewall_logs_nothing_of_what_a_caller_held():
    logging = APP["Resources"]["FirewallLogging"]["Properties"]
    assert logging["RedactedFields"] == [
        {"QueryString": {}}, {"SingleHeader": {"Name": "authorization"}}, {"SingleHeader": {"Name": "cookie"}},
    ]


# --- The web app ---


def _sent_headers() -> dict[str, str]:
    policy = APP["Resources"]["WebHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    security = policy["SecurityHeadersConfig"]
    strict = security["StrictTransportSecurity"]
    csp, names = security["ContentSecurityPolicy"]["ContentSecurityPolicy"]["Fn::Sub"]
    assert names == {"Bucket": {"Fn::ImportValue": {"Fn::Sub": "kuvert-${Stage}-ContentBucket"}}}
    assert strict["IncludeSubdomains"]
    assert security["ContentTypeOptions"]["Override"]
    return {
        "content-security-policy": csp.replace(CONTENT_ORIGIN, "{content_origin}"),
        "strict-transport-security": f"max-age={strict['AccessControlMaxAgeSec']}; includeSubDomains",
        "x-content-type-options": "nosniff",
        "referrer-policy": security["ReferrerPolicy"]["ReferrerPolicy"],
    } | {item["Header"]: item["Value"] for item in policy["CustomHeadersConfig"]["Items"]}


def test_the_web_app_has_the_same_headers_as_on_a_laptop():
    kept = json.loads((ROOT / "infra" / "headers.json").read_text())
    assert _sent_headers() == kept
    assert routes.HEADERS["strict-transport-security"] == kept["strict-transport-security"]


def test_the_content_security_policy_lets_nothing_in_that_is_not_ours():
    csp = json.loads((ROOT / "infra" / "headers.json").read_text())["content-security-policy"]
    directives = dict(part.strip().split(" ", 1) for part in csp.split(";"))
    assert directives["default-src"] == directives["object-src"] == "'none'"
    assert directives["script-src"] == "'self'"
    assert directives["frame-ancestors"] == directives["base-uri"] == directives["form-action"] == "'none'"
    assert directives["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in csp
    assert "*" not in csp


def test_the_content_origin_of_the_functions_is_the_one_the_browser_is_told():
    variables = APP["Globals"]["Function"]["Environment"]["Variables"]
    assert variables["KUVERT_CONTENT_ORIGIN"]["Fn::Sub"][0] == CONTENT_ORIGIN


def test_documents_never_pass_cloudfront():
    distribution = APP["Resources"]["Web"]["Properties"]["DistributionConfig"]
    origins = {origin["Id"]: origin["DomainName"] for origin in distribution["Origins"]}
    assert origins == {
        "files": {"Fn::GetAtt": ["WebBucket", "RegionalDomainName"]},
        "api": {"Fn::Sub": "${RestAPI}.execute-api.${AWS::Region}.${AWS::URLSuffix}"},
        "icons": {"Fn::Sub": "${RestAPI}.execute-api.${AWS::Region}.${AWS::URLSuffix}"},
    }
    api, icons = distribution["CacheBehaviors"]
    assert (icons["PathPattern"], icons["TargetOriginId"]) == ("/img/tenant/*", "icons")
    assert (api["PathPattern"], api["TargetOriginId"]) == ("/api/*", "api")
    assert api["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"  # AWS's CachingDisabled


def test_the_web_app_is_read_only_through_its_distribution_and_over_tls():
    bucket = of_type(APP, "AWS::S3::Bucket")["WebBucket"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    allowed, denied = APP["Resources"]["WebBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert allowed["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert allowed["Condition"]["StringEquals"]["aws:SourceArn"]["Fn::Sub"].endswith("distribution/${Web}")
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    distribution = APP["Resources"]["Web"]["Properties"]["DistributionConfig"]
    assert distribution["DefaultCacheBehavior"]["ResponseHeadersPolicyId"] == {"Ref": "WebHeaders"}
    for behaviour in (distribution["DefaultCacheBehavior"], *distribution["CacheBehaviors"]):
        assert behaviour["ViewerProtocolPolicy"] in ("https-only", "redirect-to-https")


# --- E-mail ---


def test_bounces_come_back_and_mail_is_signed():
    identity = of_type(APP, "AWS::SES::EmailIdentity")["MailIdentity"]
    assert identity["DkimAttributes"] == {"SigningEnabled": True}
    assert "MailFromDomain" in identity["MailFromAttributes"]
    (destination,) = of_type(APP, "AWS::SES::ConfigurationSetEventDestination").values()
    assert {"bounce", "complaint"} <= set(destination["EventDestination"]["MatchingEventTypes"])
    assert destination["EventDestination"]["SnsDestination"] == {"TopicARN": {"Ref": "MailEventsTopic"}}
    subscription = APP["Resources"]["MailEventsSubscription"]["Properties"]
    assert subscription["Endpoint"] == {"Fn::GetAtt": ["MailEventsQueue", "Arn"]}


def test_nothing_follows_whether_an_email_is_opened():
    (configuration,) = of_type(APP, "AWS::SES::ConfigurationSet").values()
    assert "TrackingOptions" not in configuration
    (destination,) = of_type(APP, "AWS::SES::ConfigurationSetEventDestination").values()
    assert not {"open", "click"} & set(destination["EventDestination"]["MatchingEventTypes"])


def test_links_to_documents_lead_to_the_content_origin(world):
    """The web app lets documents in from that origin only."""
    link = world.operator.blobs.link("mailbox/1/2/1", content_type="application/pdf", file_name="a.pdf", download=False)

    assert link.startswith(f"{world.config.content_origin}/mailbox/1/2/1?")
