"""AWS on the laptop: survives kill -9, follows the clock, and announces objects as S3 does."""

import base64
import json
from datetime import datetime, timedelta

import boto3
import moto
import pytest
import urllib3
from botocore.client import Config

from local.clock import MovableClock
from local.emulator import changes, patches
from local.resources import create_resources
from local.testing import start_emulator

pytestmark = pytest.mark.xdist_group("emulator")

BUCKET = "kuvert-local-content-123456789012"


@pytest.fixture(scope="module")
def made(emulator):
    return create_resources(clients=emulator.clients)


@pytest.fixture
def queue(emulator, request):
    sqs = emulator.client("sqs")
    name = request.node.name.replace("[", "-").replace("]", "")[:60]
    dead = sqs.create_queue(QueueName=f"{name}-dlq")["QueueUrl"]
    redrive = {"deadLetterTargetArn": f"arn:aws:sqs:eu-north-1:123456789012:{name}-dlq", "maxReceiveCount": 2}
    attributes = {"VisibilityTimeout": "60", "RedrivePolicy": json.dumps(redrive)}
    return Queue(sqs, sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"], dead)


class Queue:
    def __init__(self, sqs, url, dead):
        self.sqs, self.url, self.dead = sqs, url, dead

    def send(self, body="m", **more):
        self.sqs.send_message(QueueUrl=self.url, MessageBody=body, **more)

    def receive(self, url=None, **more):
        answer = self.sqs.receive_message(
            QueueUrl=url or self.url,
            MaxNumberOfMessages=10,
            AttributeNames=["All"],
            MessageAttributeNames=["All"],
            **more,
        )
        return answer.get("Messages", [])

    def counts(self):
        names = ["", "NotVisible", "Delayed"]
        wanted = [f"ApproximateNumberOfMessages{name}" for name in names]
        found = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=wanted)["Attributes"]
        return tuple(int(found[name]) for name in wanted)


def test_the_changes_to_moto_are_made_for_the_moto_that_is_installed():
    assert moto.__version__ == patches.MOTO


def test_a_change_of_something_that_moto_no_longer_has_is_refused():
    with pytest.raises(changes.NothingToChange):
        changes.change(moto, no_such_thing=1)


# --- Queues ---


def test_a_message_rests_while_somebody_has_it_and_returns_when_the_clock_says(queue, emulator_clock):
    queue.send("hej", MessageAttributes={"reason": {"DataType": "String", "StringValue": "x"}})
    (message,) = queue.receive()
    assert message["Attributes"]["ApproximateReceiveCount"] == "1"
    assert message["MessageAttributes"]["reason"]["StringValue"] == "x"
    assert queue.receive() == []
    assert queue.counts() == (0, 1, 0)
    emulator_clock.advance(timedelta(seconds=61))
    (again,) = queue.receive()
    assert (again["Body"], again["Attributes"]["ApproximateReceiveCount"]) == ("hej", "2")


def test_a_delayed_message_comes_when_the_clock_says(queue, emulator_clock):
    queue.send(DelaySeconds=900)
    assert queue.receive() == []
    assert queue.counts() == (0, 0, 1)
    emulator_clock.advance(timedelta(seconds=901))
    assert len(queue.receive()) == 1


def test_a_waiting_receiver_is_woken_by_a_message_and_by_the_clock(queue, emulator_clock):
    queue.send(DelaySeconds=600)
    emulator_clock.advance(timedelta(seconds=601))
    assert len(queue.receive(WaitTimeSeconds=5)) == 1


def test_what_was_received_too_often_is_given_up(queue, emulator_clock):
    queue.send("poison")
    for _ in range(2):
        assert len(queue.receive()) == 1
        emulator_clock.advance(timedelta(seconds=61))
    assert queue.receive() == []
    assert [message["Body"] for message in queue.receive(queue.dead)] == ["poison"]


def test_deleted_is_gone_and_deleting_again_is_no_error(queue, emulator_clock):
    queue.send()
    (message,) = queue.receive()
    for _ in range(2):
        queue.sqs.delete_message(QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"])
    emulator_clock.advance(timedelta(seconds=61))
    assert queue.receive() == []
    with pytest.raises(queue.sqs.exceptions.ReceiptHandleIsInvalid):
        queue.sqs.delete_message(QueueUrl=queue.url, ReceiptHandle="nonsense")


def test_visibility_may_be_changed_in_both_directions(queue, emulator_clock):
    queue.send()
    (message,) = queue.receive()
    queue.sqs.change_message_visibility(
        QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=900
    )
    emulator_clock.advance(timedelta(seconds=61))
    assert queue.receive() == []
    queue.sqs.change_message_visibility(QueueUrl=queue.url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=0)
    assert len(queue.receive()) == 1


def test_a_message_older_than_the_retention_is_gone(queue, emulator_clock):
    queue.send()
    emulator_clock.advance(timedelta(days=5))
    assert queue.receive() == []
    assert queue.counts() == (0, 0, 0)


def test_messages_come_in_the_order_they_were_sent(queue):
    for number in range(5):
        queue.send(str(number))
    assert [message["Body"] for message in queue.receive()] == list("01234")


# --- Objects ---


def test_an_object_is_announced_as_s3_announces_it(emulator, made, emulator_clock):
    key = "mailbox/0123/å b/content.json"
    emulator.client("s3").put_object(Bucket=BUCKET, Key=key, Body=b"{}")
    emulator.client("s3").put_object(Bucket=BUCKET, Key="mailbox/0123/1", Body=b"a part is not announced")
    emulator_clock.advance(timedelta(seconds=6))
    messages = emulator.client("sqs").receive_message(QueueUrl=made["KUVERT_NOTIFY_QUEUE_URL"], MaxNumberOfMessages=10)
    bodies = [json.loads(message["Body"]) for message in messages["Messages"]]
    (record,) = [record for body in bodies for record in body.get("Records", [])]
    assert record["s3"]["object"]["key"] == "mailbox/0123/%C3%A5+b/content.json"
    assert (record["eventName"], record["eventSource"]) == ("ObjectCreated:Put", "aws:s3")
    assert {"versionId", "sequencer", "eTag", "size"} <= set(record["s3"]["object"])
    assert timedelta(0) <= emulator_clock.now() - datetime.fromisoformat(record["eventTime"]) < timedelta(minutes=5)


def test_a_browser_reads_a_document_by_its_presigned_address_until_it_expires(emulator, made):
    s3 = boto3.client(
        "s3", endpoint_url=emulator.settings.endpoint("aws"), aws_access_key_id="local", aws_secret_access_key="local",
        region_name="eu-north-1", config=Config(signature_version="s3v4"),
    )  # fmt: skip
    s3.put_object(Bucket=BUCKET, Key="mailbox/0/1/1", Body=b"%PDF", ContentType="application/pdf")
    asked = {"Bucket": BUCKET, "Key": "mailbox/0/1/1", "ResponseContentDisposition": 'inline; filename="Faktura.pdf"'}
    address = s3.generate_presigned_url("get_object", Params=asked, ExpiresIn=60)
    answer = urllib3.request("GET", address, headers={"Origin": "http://localhost:8000"})
    assert (answer.status, answer.data) == (200, b"%PDF")
    assert answer.headers["content-disposition"] == 'inline; filename="Faktura.pdf"'
    assert answer.headers["access-control-allow-origin"] == "http://localhost:8000"
    part = urllib3.request("GET", address, headers={"Range": "bytes=1-2"})
    assert (part.status, part.data) == (206, b"PD")
    late = s3.generate_presigned_url("get_object", Params=asked, ExpiresIn=-1)
    assert urllib3.request("GET", late).status == 403
    assert urllib3.request("GET", address.partition("?")[0]).status == 403


def test_another_site_is_not_let_in_by_the_bucket(emulator, made):
    s3 = emulator.client("s3")
    s3.put_object(Bucket=BUCKET, Key="mailbox/0/1/2", Body=b"x")
    address = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": "mailbox/0/1/2"})
    answer = urllib3.request("GET", address, headers={"Origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in answer.headers


# --- Kept ---


@pytest.mark.local
def test_everything_is_there_again_after_kill_9(tmp_path):
    emulator = start_emulator(tmp_path)
    made = create_resources(clients=emulator.clients)
    kms, s3, sqs, dynamodb = (emulator.client(name) for name in ("kms", "s3", "sqs", "dynamodb"))
    secret = kms.encrypt(KeyId=made["KUVERT_IDENTITY_KEY_ID"], Plaintext=b"1912", EncryptionContext={"p": "1"})
    versions = [s3.put_object(Bucket=BUCKET, Key="waiting/1", Body=body)["VersionId"] for body in (b"one", b"two")]
    s3.put_object(Bucket=BUCKET, Key="waiting/2", Body=b"gone")
    s3.delete_object(Bucket=BUCKET, Key="waiting/2")
    for number in range(3):
        sqs.send_message(QueueUrl=made["KUVERT_ERASE_QUEUE_URL"], MessageBody=str(number))
    (received,) = sqs.receive_message(QueueUrl=made["KUVERT_ERASE_QUEUE_URL"])["Messages"]
    dynamodb.put_item(TableName="kuvert-local-tenants", Item={"key": {"S": "1"}})
    MovableClock(tmp_path / "clock.json").advance(timedelta(minutes=1))
    emulator.kill()

    emulator = start_emulator(tmp_path, emulator.settings)
    try:
        assert create_resources(clients=emulator.clients) == made
        kms, s3, sqs, dynamodb = (emulator.client(name) for name in ("kms", "s3", "sqs", "dynamodb"))
        plain = kms.decrypt(CiphertextBlob=secret["CiphertextBlob"], EncryptionContext={"p": "1"})["Plaintext"]
        assert plain == b"1912"
        kept = s3.list_object_versions(Bucket=BUCKET, Prefix="waiting/1")["Versions"]
        assert [version["VersionId"] for version in kept] == versions[::-1]
        assert s3.get_object(Bucket=BUCKET, Key="waiting/1", VersionId=versions[0])["Body"].read() == b"one"
        assert s3.list_objects_v2(Bucket=BUCKET, Prefix="waiting/2")["KeyCount"] == 0
        left = sqs.receive_message(QueueUrl=made["KUVERT_ERASE_QUEUE_URL"], MaxNumberOfMessages=10)["Messages"]
        assert [message["Body"] for message in left] == ["1", "2"]
        sqs.delete_message(QueueUrl=made["KUVERT_ERASE_QUEUE_URL"], ReceiptHandle=received["ReceiptHandle"])
        assert dynamodb.get_item(TableName="kuvert-local-tenants", Key={"key": {"S": "1"}})["Item"]
    finally:
        emulator.stop()


@pytest.mark.local
def test_without_dynoxide_moto_keeps_the_tables_too(tmp_path):
    emulator = start_emulator(tmp_path, dynamodb_engine="moto")
    tables = boto3.client(
        "dynamodb", endpoint_url=emulator.settings.endpoint("dynamodb"), region_name="eu-north-1",
        aws_access_key_id="local", aws_secret_access_key="local",
    )  # fmt: skip
    tables.create_table(
        TableName="kept", BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}],
    )  # fmt: skip
    tables.put_item(TableName="kept", Item={"k": {"S": base64.b64encode(b"x").decode()}})
    emulator.stop()
    emulator = start_emulator(tmp_path, emulator.settings)
    try:
        assert tables.scan(TableName="kept")["Count"] == 1
    finally:
        emulator.stop()
