"""What runs: two stacks in one region, every queue watched, logs that end in time."""

import json
import os
import re
import subprocess
import sys
from dataclasses import fields

import pytest

from chalicelib.aws import config
from chalicelib.aws.config import MAY_BE_EMPTY, Config
from chalicelib.aws.queues import GIVE_UP_AT
from infra.package import ROOT
from infra.templates import of_type, source

DATA, APP = source("data"), source("app")
QUEUES = of_type(DATA, "AWS::SQS::Queue") | of_type(APP, "AWS::SQS::Queue")
ALARMS = of_type(APP, "AWS::CloudWatch::Alarm")
API = APP["Resources"]["RestAPI"]["Properties"]
WORKING = {name: queue for name, queue in QUEUES.items() if "RedrivePolicy" in queue}
# The largest retention that CloudWatch offers within the 45 days promised, and the smallest that fills five years.
APPLICATION_DAYS, SECURITY_DAYS = 30, 1827


def _physical(name: str) -> str:
    return QUEUES[name]["QueueName"]["Fn::Sub"].removeprefix("kuvert-${Stage}-")


def _strings(value):
    if isinstance(value, dict):
        for key, part in value.items():
            yield from (key, *_strings(part))
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)
    elif isinstance(value, str):
        yield value


def _imports(value):
    if isinstance(value, dict):
        if "Fn::ImportValue" in value:
            yield value["Fn::ImportValue"]["Fn::Sub"]
        for part in value.values():
            yield from _imports(part)
    elif isinstance(value, list):
        for part in value:
            yield from _imports(part)


# --- Two stacks, in order, in one region ---


def test_the_stacks_can_be_deployed_in_order_from_nothing():
    exports = {output["Export"]["Name"]["Fn::Sub"] for output in DATA["Outputs"].values() if "Export" in output}
    policies = [json.loads(path.read_text()) for path in (ROOT / ".chalice").glob("policy-*.json")]
    assert list(_imports(DATA)) == []
    assert set(_imports([APP, policies])) <= exports
    assert all("Default" in parameter for parameter in DATA["Parameters"].values())
    assert all("Default" in parameter for parameter in APP["Parameters"].values())


@pytest.mark.rule("RES-1")
def test_everything_is_in_sweden_but_the_certificate_of_cloudfront():
    region = re.compile(r"\b(?:af|ap|ca|cn|eu|il|me|mx|sa|us)-[a-z]+-\d\b")
    named = {found for template in (DATA, APP) for text in _strings(template) for found in region.findall(text)}
    assert named == {"eu-north-1", "us-east-1"}
    elsewhere = [text for text in _strings(APP) if "us-east-1" in text]
    assert elsewhere == [APP["Parameters"]["WebCertificateArn"]["Description"]]
    for template in (DATA, APP):
        (assertion,) = template["Rules"]["OnlySweden"]["Assertions"]
        assert assertion["Assert"] == {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-north-1"]}


# --- Queues and alarms ---


@pytest.mark.parametrize("name", QUEUES)
def test_a_queue_is_encrypted_and_refuses_plain_http(name):
    assert QUEUES[name]["KmsMasterKeyId"] in (
        {"Ref": "RecordsKey"}, {"Fn::ImportValue": {"Fn::Sub": "kuvert-${Stage}-RecordsKeyArn"}},
    )
    policies = (of_type(DATA, "AWS::SQS::QueuePolicy") | of_type(APP, "AWS::SQS::QueuePolicy")).values()
    (policy,) = [policy for policy in policies if {"Ref": name} in policy["Queues"]]
    denied = [s for s in policy["PolicyDocument"]["Statement"] if s["Effect"] == "Deny"]
    assert [s["Condition"] for s in denied] == [{"Bool": {"aws:SecureTransport": "false"}}]


@pytest.mark.parametrize("name", WORKING)
def test_what_a_queue_gives_up_is_kept_and_sounds_an_alarm(name):
    redrive = WORKING[name]["RedrivePolicy"]
    dead = redrive["deadLetterTargetArn"]["Fn::GetAtt"][0]
    assert _physical(dead) == f"{_physical(name)}-dlq"
    assert QUEUES[dead]["MessageRetentionPeriod"] == 14 * 24 * 3600
    # The consumer gives up first, with a reason; the redrive is the backstop.
    assert redrive["maxReceiveCount"] > GIVE_UP_AT
    watched = {
        (alarm["MetricName"], alarm["Dimensions"][0]["Value"]["Fn::Sub"].removeprefix("kuvert-${Stage}-"))
        for alarm in ALARMS.values() if alarm.get("Namespace") == "AWS/SQS"
    }
    assert ("ApproximateAgeOfOldestMessage", _physical(name)) in watched
    assert ("ApproximateNumberOfMessagesVisible", _physical(dead)) in watched


def test_every_queue_works_or_takes_what_another_gave_up():
    dead = {queue["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0] for queue in WORKING.values()}
    assert set(QUEUES) == set(WORKING) | dead
    named = {"notify", "release", "erase", "mail-events", "callbacks", "batches", "segments", "export"}
    assert {_physical(name) for name in WORKING} == named


@pytest.mark.parametrize("name", ALARMS)
def test_an_alarm_tells_somebody_what_it_means(name):
    alarm = ALARMS[name]
    assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": "Alarms"}]
    assert alarm["AlarmDescription"].endswith("Runbook: docs/operations.md")


def test_faults_of_the_api_sound_an_alarm():
    assert ALARMS["ApiFailing"]["MetricName"] == "5XXError"
    assert ALARMS["ApiFailing"]["Dimensions"][0]["Value"] == API["Name"]


# --- Logs ---


@pytest.mark.rule("RET-16")
@pytest.mark.rule("RET-17")
@pytest.mark.rule("SEC-1")
@pytest.mark.rule("SEC-2")
def test_logs_end_when_they_should():
    groups = of_type(APP, "AWS::Logs::LogGroup").values()
    days = {group["LogGroupName"]["Fn::Sub"]: group["RetentionInDays"] for group in groups}
    security = {"/kuvert/${Stage}/security", "aws-waf-logs-kuvert-${Stage}"}
    assert {name for name, kept in days.items() if kept == SECURITY_DAYS} == security
    assert {kept for name, kept in days.items() if name not in security} == {APPLICATION_DAYS}
    assert APPLICATION_DAYS <= 45


def test_logs_are_encrypted():
    keys = [group["KmsKeyId"] for group in of_type(APP, "AWS::Logs::LogGroup").values()]
    assert all(key == {"Fn::ImportValue": {"Fn::Sub": "kuvert-${Stage}-LogsKeyArn"}} for key in keys)


def test_the_access_log_holds_no_path_query_or_body():
    line = json.loads(API["AccessLogSetting"]["Format"])
    assert API["AccessLogSetting"]["DestinationArn"] == {"Fn::GetAtt": ["SecurityLog", "Arn"]}
    known = (
        "requestId", "requestTimeEpoch", "identity.sourceIp", "httpMethod", "resourcePath", "authorizer.principalId",
        "status", "error.responseType", "responseLength", "responseLatency",
    )
    assert set(line.values()) == {f"$context.{name}" for name in known}
    (methods,) = API["MethodSettings"]
    assert (methods["DataTraceEnabled"], methods["LoggingLevel"]) == (False, "OFF")


# --- Settings ---


def test_settings_of_the_code_come_from_the_template():
    """Each variable is one that the code reads, and each that the code reads is set, but for the laptop's own.

    That one is never set where a stranger's URL could lead into Lambda itself.
    """
    given = set(APP["Globals"]["Function"]["Environment"]["Variables"])
    known = {f"KUVERT_{field.name.upper()}" for field in fields(Config)}
    assert given < known
    assert known - given == {"KUVERT_CALLBACKS_TO_LOCALHOST"}


def test_what_a_stage_may_leave_empty_is_what_its_parameters_leave_empty():
    """All else has a value in every stage: the template's own, or a parameter's."""
    empty = {name for name, parameter in APP["Parameters"].items() if parameter.get("Default") == ""}
    variables = APP["Globals"]["Function"]["Environment"]["Variables"]
    left = {name for name, value in variables.items() if isinstance(value, dict) and value.get("Ref") in empty}
    assert {f"KUVERT_{name.upper()}" for name in MAY_BE_EMPTY} - {"KUVERT_CALLBACKS_TO_LOCALHOST"} == left
    assert all(variables.values())


def test_a_function_that_lacks_settings_does_not_start(monkeypatch):
    """It says all that is missing in one sentence, in the log of its start; whole, it starts."""
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "kuvert-dev-notify")
    for field in fields(Config):
        monkeypatch.setenv(f"KUVERT_{field.name.upper()}", "" if field.name in MAY_BE_EMPTY else "x")
    config.demand_all()
    monkeypatch.setenv("KUVERT_CONTENT_BUCKET", "")
    monkeypatch.delenv("KUVERT_ERASE_QUEUE_URL")

    with pytest.raises(config.MissingSettings) as refused:
        config.demand_all()
    assert str(refused.value) == (
        "This function's settings lack KUVERT_CONTENT_BUCKET, KUVERT_ERASE_QUEUE_URL. Set them in infra/app.yaml."
    )


def test_the_app_asks_for_its_settings_before_anything_else():
    """As Lambda starts it; what packs it, which knows no stage, imports it as before."""
    environment = {"PATH": os.environ["PATH"], "AWS_REGION": "eu-north-1"}
    begin = [sys.executable, "-c", "import app"]
    on_lambda = environment | {"AWS_LAMBDA_FUNCTION_NAME": "kuvert-dev-notify"}
    started = subprocess.run(begin, cwd=ROOT, env=on_lambda, capture_output=True, text=True, check=False)

    assert "MissingSettings: This function's settings lack KUVERT_STAGE, KUVERT_CONTENT_BUCKET," in started.stderr
    subprocess.run(begin, cwd=ROOT, env=environment, check=True)
