"""Each function as it would be deployed: its own policy with no more than it needs, its log, its queue, its alarm."""

import json
import re
import sys

import pytest
from cfnlint.api import lint_by_config
from cfnlint.config import ManualArgs

from infra.package import ROOT
from infra.templates import of_type, read, rendered, source

pytestmark = pytest.mark.xdist_group("infra")  # the template is rendered once
CHALICE = ROOT / ".chalice"
CONFIG = json.loads((CHALICE / "config.json").read_text())
POLICIES = {path.stem.removeprefix("policy-"): json.loads(path.read_text()) for path in CHALICE.glob("policy-*.json")}
DATA = source("data")


@pytest.fixture(scope="module")
def template():
    return read(rendered() / "sam.yaml")


@pytest.fixture(scope="module")
def functions(template):
    return of_type(template, "AWS::Serverless::Function")


def _logical(name: str) -> str:
    return "APIHandler" if name == "api_handler" else "".join(part.capitalize() for part in name.split("_"))


def _statements(name: str) -> list[dict]:
    return POLICIES[name]["Statement"]


def _listed(value) -> list:
    return value if isinstance(value, list) else [value]


def test_every_function_of_the_app_has_a_policy_of_its_own(template, functions):
    named = {"api_handler": CONFIG} | CONFIG["lambda_functions"]
    assert {_logical(name) for name in named} == set(functions)
    assert {name: entry["iam_policy_file"] for name, entry in named.items()} == {
        name: f"policy-{name}.json" for name in POLICIES
    }
    roles = [function["Role"]["Fn::GetAtt"][0] for function in functions.values()]
    assert len(set(roles)) == len(functions)
    for name in named:
        role = template["Resources"][functions[_logical(name)]["Role"]["Fn::GetAtt"][0]]["Properties"]
        assert [policy["PolicyDocument"] for policy in role["Policies"]] == [POLICIES[name]]


def test_functions_run_where_and_as_they_should(functions):
    for name, function in functions.items():
        assert function["Architectures"] == ["arm64"], name
        assert function["Runtime"] == f"python{sys.version_info.major}.{sys.version_info.minor}", name
        assert function["Tracing"] == "Active", name
        assert function["LoggingConfig"] == {"LogGroup": {"Ref": f"{name}Log"}}, name
    assert functions["APIHandler"]["Timeout"] <= 29  # the gateway waits no longer


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_names_what_it_allows(name):
    for statement in _statements(name):
        assert statement["Effect"] == "Allow"
        assert not [action for action in _listed(statement["Action"]) if "*" in action]
        # X-Ray and SES's suppression list know no resources: "*" is all that they take.
        assert ("*" in _listed(statement["Resource"])) == (statement["Sid"] in ("Traces", "LiftSuppression"))
    assert len({statement["Sid"] for statement in _statements(name)}) == len(_statements(name))


@pytest.mark.parametrize("name", POLICIES)
def test_a_function_writes_its_own_log_only(name):
    (logs,) = [s for s in _statements(name) if any(a.startswith("logs:") for a in _listed(s["Action"]))]
    group = f"/kuvert/${{Stage}}/{name.replace('_', '-')}"
    assert logs["Resource"]["Fn::Sub"].endswith(f":log-group:{group}:*")
    assert source("app")["Resources"][f"{_logical(name)}Log"]["Properties"]["LogGroupName"] == {"Fn::Sub": group}


def test_policies_name_tables_and_indexes_that_exist():
    known = set()
    for table in of_type(DATA, "AWS::DynamoDB::Table").values():
        table_name = table["TableName"]["Fn::Sub"]
        known |= {table_name} | {
            f"{table_name}/index/{index['IndexName']}" for index in table.get("GlobalSecondaryIndexes", [])
        }
    for name in POLICIES:
        for statement in _statements(name):
            if any(action.startswith("dynamodb:") for action in _listed(statement["Action"])):
                wanted = {resource["Fn::Sub"].split(":table/")[1] for resource in _listed(statement["Resource"])}
                assert wanted <= known, name


def test_only_who_must_can_read_a_personnummer_or_the_pepper():
    def may(action: str, export: str) -> set[str]:
        return {
            name for name in POLICIES for s in _statements(name)
            if action in _listed(s["Action"]) and export in json.dumps(s["Resource"]) and "Condition" not in s
        }

    assert may("kms:Decrypt", "IdentityKeyArn") == {"api_handler"}
    assert may("secretsmanager:GetSecretValue", "BankidCertificateSecretArn") == {"api_handler"}
    assert "sender_authorizer" not in may("secretsmanager:GetSecretValue", "PepperSecretArn")


def test_every_queue_consumer_has_its_queue_and_tells_which_messages_failed(template, functions):
    queues = of_type(DATA, "AWS::SQS::Queue") | of_type(source("app"), "AWS::SQS::Queue")
    working = {name for name, queue in queues.items() if "RedrivePolicy" in queue}
    consumed = set()
    for name, function in functions.items():
        for event in function.get("Events", {}).values():
            if event["Type"] != "SQS":
                continue
            queue = _queue_of(event["Properties"]["Queue"]["Fn::Sub"])
            consumed.add(queue)
            assert event["Properties"]["FunctionResponseTypes"] == ["ReportBatchItemFailures"], name
            assert queues[queue]["VisibilityTimeout"] >= 6 * function["Timeout"], name
    assert consumed == working


def _queue_of(substitution) -> str:
    """The logical name of the queue that an event source was given."""
    if isinstance(substitution, str):
        return re.fullmatch(r"\$\{(\w+)\.Arn\}", substitution)[1]
    export = substitution[1]["Arn"]["Fn::ImportValue"]["Fn::Sub"]
    (output,) = [o for o in DATA["Outputs"].values() if o.get("Export", {}).get("Name") == {"Fn::Sub": export}]
    return output["Value"]["Fn::GetAtt"][0]


def _metrics(alarm):
    """What an alarm watches: one metric, or the first that its formula stands on."""
    formula = [metric["MetricStat"]["Metric"] for metric in alarm.get("Metrics", []) if "MetricStat" in metric]
    return formula[:1] or [alarm]


def test_every_function_that_fails_and_every_clock_that_stops_sounds_an_alarm(template, functions):
    alarms = of_type(template, "AWS::CloudWatch::Alarm").values()
    watched = {
        (metric["MetricName"], metric["Dimensions"][0]["Value"].get("Ref"))
        for alarm in alarms for metric in _metrics(alarm)
    }
    clocks = {
        name for name, function in functions.items()
        if any(event["Type"] == "Schedule" for event in function.get("Events", {}).values())
    }
    assert clocks
    assert {name for metric, name in watched if metric == "Errors"} == set(functions)
    assert {name for metric, name in watched if metric == "Invocations"} == clocks


RATE = re.compile(r"rate\((\d+) (minute|hour)s?\)")
SECONDS = {"minute": 60, "hour": 3600}
TRIED_AT = (0, 60, 180)  # Lambda tries an asynchronous run again a minute after it has failed, and two after that
WATCHED = 24 * 3600


def _rates(functions):
    """How many seconds lie between the runs of each clock."""
    rates = {}
    for name, function in functions.items():
        for event in function.get("Events", {}).values():
            if event["Type"] == "Schedule":
                times, unit = RATE.fullmatch(event["Properties"]["Schedule"]).groups()
                rates[name] = int(times) * SECONDS[unit]
    return rates


def _sounds(alarm, rate, tries, phase):
    """Whether an alarm sounds in a day in which every run of a clock ends in errors, of its first so many tries."""
    assert (alarm["Statistic"], alarm["ComparisonOperator"]) == ("Sum", "GreaterThanThreshold")
    assert alarm["TreatMissingData"] == "notBreaching"
    errors = [0] * (WATCHED // alarm["Period"])
    for struck in range(phase, WATCHED - TRIED_AT[-1], rate):
        for after in TRIED_AT[:tries]:
            errors[(struck + after) // alarm["Period"]] += 1
    breaching = "".join("x" if found > alarm["Threshold"] else "." for found in errors)
    return "x" * alarm["EvaluationPeriods"] in breaching


def test_the_alarm_of_a_clock_sounds_when_every_run_fails_whenever_in_the_hour_it_strikes(template, functions):
    """A failed run is tried again within minutes and then not until the next strike: the alarm must count that far."""
    alarms = {
        alarm["Dimensions"][0]["Value"]["Ref"]: alarm
        for alarm in of_type(template, "AWS::CloudWatch::Alarm").values() if alarm.get("MetricName") == "Errors"
    }
    rates = _rates(functions)
    assert rates["PurgeTrash"] == 3600
    for name, rate in rates.items():
        silent = [phase for phase in range(0, rate, 20) if not _sounds(alarms[name], rate, len(TRIED_AT), phase)]
        assert not silent, name


def test_the_alarm_of_a_clock_is_silent_when_the_second_try_mends_it(template, functions):
    alarms = of_type(template, "AWS::CloudWatch::Alarm")
    for name, rate in _rates(functions).items():
        if rate >= 900:  # those that strike more often have other runs beside it
            assert not _sounds(alarms[f"{name}Failing"], rate, 1, 0), name


def test_one_dashboard_shows_every_function_and_queue(template, functions):
    (dashboard,) = of_type(template, "AWS::CloudWatch::Dashboard").values()
    body = dashboard["DashboardBody"]["Fn::Sub"]
    json.loads(body)
    queues = of_type(DATA, "AWS::SQS::Queue") | of_type(template, "AWS::SQS::Queue")
    assert all(f'"${{{name}}}"' in body for name in functions)
    assert all(f'"{queue["QueueName"]["Fn::Sub"]}"' in body for queue in queues.values())


def test_no_token_is_remembered_by_the_gateway(template):
    body = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    authorizers = [d["x-amazon-apigateway-authorizer"] for d in body["securityDefinitions"].values()]
    assert [authorizer["authorizerResultTtlInSeconds"] for authorizer in authorizers] == [0]


def test_what_the_template_completes_is_declared_by_the_app(template, functions):
    """What has no type is a leftover of a function that the app no longer has."""
    assert all("Type" in resource for resource in template["Resources"].values())
    assert all("Type" in event for function in functions.values() for event in function.get("Events", {}).values())


def test_cfn_lint_finds_nothing(template):
    files = [str(ROOT / "infra" / "data.yaml"), str(rendered() / "sam.yaml")]
    assert lint_by_config(ManualArgs(templates=files, regions=["eu-north-1"])) == []
