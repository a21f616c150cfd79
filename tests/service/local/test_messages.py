"""E-mail and text messages, sent with AWS's own clients; bounces come back as SES tells of them."""

import json
from contextlib import nullcontext, suppress
from datetime import timedelta

import pytest
import urllib3
from botocore.exceptions import ClientError

from chalicelib.notifications.sms import AwsSms
from chalicelib.notifications.suppliers import Refused, Undeliverable
from local.resources import create_resources
from local.simulators import ses_announcer, ses_events

pytestmark = pytest.mark.xdist_group("emulator")


@pytest.fixture(scope="module")
def made(emulator):
    return create_resources(clients=emulator.clients)


def mail(to="karin@example.com", **more):
    return {
        "FromEmailAddress": "Kuvert <post@kuvert.example>",
        "Destination": {"ToAddresses": [to]},
        "Content": {
            "Simple": {
                "Subject": {"Data": "Ny post från Ekonomi AB", "Charset": "UTF-8"},
                "Body": {"Text": {"Data": "Logga in på Kuvert"}, "Html": {"Data": "<p>Logga in"}},
                "Headers": [{"Name": "X-Letter", "Value": "1"}],
            }
        },
        "ConfigurationSetName": "kuvert-local",
        "EmailTags": [{"Name": "content", "Value": "k1"}],
    } | more


def outbox(emulator, **fields):
    answer = urllib3.request("GET", f"{emulator.settings.endpoint('ses')}/_control/outbox", fields=fields)
    return json.loads(answer.data)


def told(emulator, made):
    answer = emulator.client("sqs").receive_message(
        QueueUrl=made["KUVERT_MAIL_EVENTS_QUEUE_URL"], WaitTimeSeconds=5, MaxNumberOfMessages=10
    )
    return [json.loads(message["Body"]) for message in answer.get("Messages", [])]


def test_an_email_lands_in_the_outbox(emulator):
    answer = emulator.client("sesv2").send_email(**mail("Karin@example.com"))
    assert answer["MessageId"]
    (entry,) = outbox(emulator, to="karin@example.com")
    assert (entry["channel"], entry["subject"], entry["text"]) == (
        "email",
        "Ny post från Ekonomi AB",
        "Logga in på Kuvert",
    )
    assert entry["at"].endswith("Z")


@pytest.mark.parametrize(("to", "kind"), [("bounce+1@example.com", "Bounce"), ("complaint@example.com", "Complaint")])
def test_a_bounce_is_told_to_the_queue_in_the_words_of_ses(emulator, made, to, kind):
    message_id = emulator.client("sesv2").send_email(**mail(to))["MessageId"]
    (event,) = told(emulator, made)
    assert event["eventType"] == kind
    assert event["mail"]["messageId"] == message_id
    assert event["mail"]["tags"]["content"] == ["k1"]
    recipients = event[kind.lower()]["bouncedRecipients" if kind == "Bounce" else "complainedRecipients"]
    assert recipients[0]["emailAddress"] == to


def test_only_the_events_that_the_template_asks_for_are_told(emulator):
    assert {"bounce", "complaint"} <= ses_announcer.wanted_events()
    assert "send" not in ses_announcer.wanted_events()


@pytest.mark.parametrize(
    ("to", "fate"),
    [("bounce@simulator.amazonses.com", "bounce"), ("B <BOUNCE+x@y.se>", "bounce"), ("anna@bounce.se", "delivery")],
)
def test_the_address_decides_the_fate(to, fate):
    assert ses_events.fate(to) == fate


@pytest.mark.parametrize(
    "wish", [mail("nobody"), mail(FromEmailAddress="nobody"), mail(Destination={"ToAddresses": []}), mail(Content={})]
)
def test_ses_refuses_what_it_cannot_send(emulator, wish):
    with pytest.raises(ClientError) as refusal:
        emulator.client("sesv2").send_email(**wish)
    assert refusal.value.response["Error"]["Code"] == "BadRequestException"


def test_a_text_message_lands_in_the_outbox(emulator):
    sms = emulator.client("pinpoint-sms-voice-v2")
    answer = sms.send_text_message(
        DestinationPhoneNumber="+46701740605", MessageBody="Din kod: 123456", OriginationIdentity="KUVERT"
    )
    assert answer["MessageId"]
    (entry,) = outbox(emulator, to="+46701740605")
    assert (entry["channel"], entry["text"], entry["subject"]) == ("sms", "Din kod: 123456", "")


def test_a_number_that_is_none_is_refused(emulator):
    with pytest.raises(ClientError, match="ValidationException"):
        emulator.client("pinpoint-sms-voice-v2").send_text_message(DestinationPhoneNumber="0701", MessageBody="x")


@pytest.mark.parametrize(("number", "error"), [
    ("+46701740697", Undeliverable), ("+46701740696", Undeliverable), ("0701", Undeliverable),
    ("+46701740695", Refused), ("+46701740605", None),
])
def test_our_client_tells_a_fault_of_the_number_from_one_of_ours(emulator, monkeypatch, number, error):
    """As AWS words it, down to the reason; a number that is fine is sent to."""
    monkeypatch.setattr("chalicelib.notifications.sms.clients.client", emulator.client)
    with pytest.raises(error) if error else nullcontext() as raised:
        AwsSms(sender="KUVERT").send(number, "Du har fått ny post", timedelta(days=1))
    assert error is None or (type(raised.value) is error and number not in str(raised.value))


def fault(emulator, **wish):
    answer = urllib3.request("POST", f"{emulator.settings.endpoint('ses')}/_control/faults", body=json.dumps(wish))
    return answer.status, json.loads(answer.data)


def raw(emulator, party):
    http = urllib3.PoolManager(retries=False)
    return http.request("POST", emulator.settings.endpoint(party) + "/", body=b"{}")


def test_a_party_may_be_down_wrong_or_in_error_for_some_calls(emulator):
    assert fault(emulator, party="sms", mode="down", count=1)[0] == 200
    with pytest.raises(urllib3.exceptions.ProtocolError):
        raw(emulator, "sms")
    assert raw(emulator, "sms").status == 400
    fault(emulator, party="sms", mode="wrong", count=1)
    assert (raw(emulator, "sms").headers["content-type"], raw(emulator, "sms").status) == ("text/html", 400)
    fault(emulator, party="sms", mode="error", status=429, count=1)
    assert [raw(emulator, "sms").status for _ in range(2)] == [429, 400]


def test_a_slow_party_answers_late_and_no_longer_when_it_is_mended(emulator):
    fault(emulator, party="sms", mode="slow", seconds=0.3, count=1)
    assert raw(emulator, "sms").status == 400
    assert fault(emulator, party="sms", mode="ok") == (200, [])


def test_an_aws_service_may_fail_too(emulator):
    for wish in ({"mode": "error", "status": 400}, {"mode": "down"}, {"mode": "wrong"}):
        fault(emulator, party="kms", **wish, count=1)
        with suppress(ClientError, ValueError):
            emulator.client("kms").list_keys()
        fault(emulator, party="kms", mode="ok")
        assert emulator.client("kms").list_keys()


def test_an_unknown_party_or_mode_is_told_so(emulator):
    assert fault(emulator, party="spar", mode="down")[0] == 400
    assert fault(emulator, party="ses", mode="angry")[0] == 400
