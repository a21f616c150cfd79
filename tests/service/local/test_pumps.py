"""Queues, schedules and time itself wake the functions as Lambda, SQS and EventBridge do."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from chalice.app import Chalice, Rate

from local.pumps.expressions import parse
from local.pumps.queues import QueuePump, Source, failures, sources
from local.pumps.reaper import Reaper
from local.pumps.schedules import FailedRun, Scheduler, UnknownSchedule, schedules
from local.resources import create_resources

pytestmark = pytest.mark.xdist_group("emulator")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- Queues ---


@pytest.fixture
def pump(emulator, request):
    sqs = emulator.client("sqs")
    name = f"kuvert-local-{abs(hash(request.node.name))}"
    dead = sqs.create_queue(QueueName=f"{name}-dlq")["QueueUrl"]
    redrive = {"deadLetterTargetArn": f"arn:aws:sqs:eu-north-1:123456789012:{name}-dlq", "maxReceiveCount": 3}
    attributes = {"VisibilityTimeout": "30", "RedrivePolicy": json.dumps(redrive)}
    url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    return Pumped(sqs, url, dead, name)


class Pumped:
    """A queue with a function behind it that does what the test says."""

    def __init__(self, sqs, url, dead, name):
        self.sqs, self.url, self.dead = sqs, url, dead
        self.events, self.contexts = [], []
        self.answer = lambda event: None
        self.pump = QueuePump(Source("work", name, 10, self._handle), sqs)

    def _handle(self, event, context):
        self.events.append(event)
        self.contexts.append(context)
        return self.answer(event)

    def send(self, *bodies):
        for body in bodies:
            attributes = {"kind": {"DataType": "String", "StringValue": "k"}}
            self.sqs.send_message(QueueUrl=self.url, MessageBody=body, MessageAttributes=attributes)

    def bodies(self):
        return [[record["body"] for record in event["Records"]] for event in self.events]

    def given_up(self):
        messages = self.sqs.receive_message(QueueUrl=self.dead, MaxNumberOfMessages=10).get("Messages", [])
        return [message["Body"] for message in messages]


def test_a_batch_is_an_event_of_lambda_and_done_when_the_function_returns(pump, emulator_clock):
    pump.send("one", "two")
    pump.pump.once()
    assert pump.bodies() == [["one", "two"]]
    record = pump.events[0]["Records"][0]
    assert record["eventSource"] == "aws:sqs"
    assert record["messageAttributes"]["kind"]["stringValue"] == "k"
    assert record["attributes"]["ApproximateReceiveCount"] == "1"
    assert 0 < pump.contexts[0].get_remaining_time_in_millis() <= 900_000
    assert pump.contexts[0].function_name == "kuvert-local-work"
    emulator_clock.advance(timedelta(seconds=31))
    assert pump.pump.once() == 0


def test_only_what_failed_returns(pump, emulator_clock):
    pump.send("good", "bad")
    pump.answer = lambda event: {
        "batchItemFailures": [{"itemIdentifier": r["messageId"]} for r in event["Records"] if r["body"] == "bad"]
    }
    pump.pump.once()
    assert pump.pump.once() == 0
    emulator_clock.advance(timedelta(seconds=31))
    pump.pump.once()
    assert pump.bodies() == [["good", "bad"], ["bad"]]


def test_a_function_that_raises_gets_all_again_and_then_they_are_given_up(pump, emulator_clock):
    def broken(event):
        raise RuntimeError("broken")

    pump.send("poison")
    pump.answer = broken
    for _ in range(5):
        pump.pump.once()
        emulator_clock.advance(timedelta(seconds=31))
    assert pump.bodies() == [["poison"]] * 3
    assert pump.given_up() == ["poison"]


def test_an_idle_queue_says_so(pump):
    assert pump.pump.idle()
    pump.send("one")
    assert not pump.pump.idle()


@pytest.mark.parametrize(
    ("answer", "failed"),
    [
        (None, set()),
        ({}, set()),
        ({"batchItemFailures": []}, set()),
        ({"batchItemFailures": [{"itemIdentifier": "a"}]}, {"a"}),
        ({"batchItemFailures": [{"itemIdentifier": "unknown"}]}, {"a", "b"}),
        ({"batchItemFailures": [{"itemIdentifier": ""}]}, {"a", "b"}),
        ({"batchItemFailures": [{"other": "a"}]}, {"a", "b"}),
        ("done", {"a", "b"}),
    ],
)
def test_an_answer_that_makes_no_sense_fails_the_whole_batch(answer, failed):
    assert failures(answer, {"a", "b"}) == failed


# --- Schedules ---


@pytest.fixture
def app():
    app = Chalice("test", configure_logs=False)
    app.ran = []

    @app.on_sqs_message(queue="kuvert-work", batch_size=50)
    def work(event):
        pass

    @app.schedule("rate(15 minutes)")
    def often(event):
        app.ran.append(("often", event.to_dict()["time"]))

    @app.schedule(Rate(1, Rate.HOURS))
    def hourly(event):
        app.ran.append(("hourly", event.to_dict()["time"]))
        if getattr(app, "broken", False):
            raise RuntimeError("broken")

    return app


@pytest.fixture
def scheduler(app, clock, tmp_path):
    clock.set(at("2026-11-20T12:00:00"))
    made = Scheduler(schedules(app), clock, tmp_path / "schedules.json")
    made.run_due()
    app.ran.clear()
    return made


def test_a_new_schedule_runs_soon_after_it_was_made(app, clock, tmp_path):
    assert Scheduler(schedules(app), clock, tmp_path / "schedules.json").run_due() == ["hourly", "often"]
    assert Scheduler(schedules(app), clock, tmp_path / "schedules.json").run_due() == []


def test_what_app_py_declares_is_found(app):
    (source,) = sources(app)
    assert (source.function, source.queue, source.batch_size) == ("work", "kuvert-local-work", 10)
    assert [schedule.text for schedule in schedules(app)] == ["rate(15 minutes)", "rate(1 hour)"]


def test_nothing_runs_before_its_time(scheduler, clock, app):
    clock.advance(timedelta(minutes=14))
    assert scheduler.run_due() == []
    clock.advance(timedelta(minutes=1, seconds=1))
    assert scheduler.run_due() == ["often"]
    assert scheduler.run_due() == []


def test_a_jump_runs_each_once_at_its_last_due_time_in_order(scheduler, clock, app):
    clock.advance(timedelta(days=20, minutes=20))
    assert scheduler.run_due() == ["hourly", "often"]
    assert [(name, time[:16]) for name, time in app.ran] == [
        ("hourly", "2026-12-10T12:00"),
        ("often", "2026-12-10T12:15"),
    ]


def test_a_restart_does_not_forget_what_has_run(scheduler, clock, app, tmp_path):
    clock.advance(timedelta(hours=1, seconds=1))
    scheduler.run_due()
    again = Scheduler(schedules(app), clock, tmp_path / "schedules.json")
    assert again.run_due() == []
    clock.advance(timedelta(minutes=16))
    assert again.run_due() == ["often"]


def test_a_clock_set_back_starts_counting_from_there(scheduler, clock):
    clock.set(at("2026-01-01T00:00:00"))
    assert scheduler.run_due() == []
    clock.advance(timedelta(minutes=16))
    assert scheduler.run_due() == ["often"]


def test_a_schedule_runs_now_when_asked(scheduler, app):
    scheduler.run("hourly")
    assert [name for name, _ in app.ran] == ["hourly"]
    with pytest.raises(UnknownSchedule):
        scheduler.run("weekly")


def test_a_failed_run_is_tried_twice_more(scheduler, clock, app):
    app.broken = True
    with pytest.raises(FailedRun, match="broken"):
        scheduler.run("hourly")
    app.ran.clear()
    clock.advance(timedelta(hours=1, seconds=1))
    for _ in range(6):
        scheduler.run_due()
        clock.advance(timedelta(minutes=2))
    assert [name for name, _ in app.ran if name == "hourly"] == ["hourly"] * 3


@pytest.mark.parametrize(
    ("text", "after", "expected"),
    [
        ("rate(1 day)", "2026-11-20T12:00:00", "2026-11-21T12:00:00"),
        ("cron(0 3 * * ? *)", "2026-11-20T12:00:00", "2026-11-21T03:00:00"),
        ("cron(0/15 * * * ? *)", "2026-11-20T12:01:00", "2026-11-20T12:15:00"),
        ("cron(30 6 ? * MON-FRI *)", "2026-11-20T12:00:00", "2026-11-23T06:30:00"),
        ("cron(0 0 1 JAN,JUL ? *)", "2026-11-20T12:00:00", "2027-01-01T00:00:00"),
        ("cron(0 0 29 2 ? *)", "2026-11-20T12:00:00", "2028-02-29T00:00:00"),
        ("cron(59 23 31 12 ? 2025)", "2026-11-20T12:00:00", None),
    ],
)
def test_the_next_time_of_a_schedule(text, after, expected):
    found = parse(text).after(at(after))
    assert found == (at(expected) if expected else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rate(1 hour)", "2026-12-10T12:00:00"),
        ("cron(0 3 * * ? *)", "2026-12-10T03:00:00"),
        ("cron(0 0 1 * ? *)", "2026-12-01T00:00:00"),
        ("cron(0 0 1 JUL ? *)", None),
    ],
)
def test_the_last_time_of_a_schedule_within_a_jump(text, expected):
    found = parse(text).latest(at("2026-11-20T12:00:00"), at("2026-12-10T12:30:00"))
    assert found == (at(expected) if expected else None)


@pytest.mark.parametrize("text", ["daily", "rate(15)", "cron(* * *)"])
def test_refuses_what_is_no_schedule(text):
    with pytest.raises(ValueError, match="schedule"):
        parse(text)


# --- Time ---


@pytest.fixture(scope="module")
def made(emulator):
    return create_resources(clients=emulator.clients)


def test_rows_past_their_time_go_a_while_later_and_only_they(emulator, emulator_clock, made):
    dynamodb = emulator.client("dynamodb")
    now = int(emulator_clock.time())
    for name, ttl in (("old", now - 3600), ("just", now - 60), ("new", now + 3600)):
        item = {"token": {"S": name}, "ttl": {"N": str(ttl)}}
        dynamodb.put_item(TableName="kuvert-local-tokens", Item=item)
    dynamodb.put_item(TableName="kuvert-local-tokens", Item={"token": {"S": "for ever"}})
    reaper = Reaper(emulator.clients, emulator_clock)
    assert reaper.reap() == 1
    emulator_clock.advance(timedelta(hours=2))
    assert reaper.reap() == 2
    left = dynamodb.scan(TableName="kuvert-local-tokens")["Items"]
    assert [row["token"]["S"] for row in left] == ["for ever"]


def test_objects_go_as_the_buckets_lifecycle_says(emulator, emulator_clock, made):
    s3, bucket = emulator.client("s3"), made["KUVERT_CONTENT_BUCKET"]
    for key in ("waiting/1", "mailbox/1"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"x")
    s3.put_object(Bucket=bucket, Key="mailbox/2", Body=b"x")
    s3.delete_object(Bucket=bucket, Key="mailbox/2")
    reaper = Reaper(emulator.clients, emulator_clock)

    def versions(key):
        found = s3.list_object_versions(Bucket=bucket, Prefix=key)
        return len(found.get("Versions", [])), len(found.get("DeleteMarkers", []))

    emulator_clock.advance(timedelta(days=8))
    for _ in range(2):
        reaper.reap()
        emulator_clock.advance(timedelta(hours=2))
    assert (versions("mailbox/1"), versions("mailbox/2"), versions("waiting/1")) == ((1, 0), (0, 0), (1, 0))
    emulator_clock.advance(timedelta(days=800))
    reaper.reap()
    assert s3.list_objects_v2(Bucket=bucket, Prefix="waiting/")["KeyCount"] == 0
