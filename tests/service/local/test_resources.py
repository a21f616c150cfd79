"""What runs on the laptop is what infra/ describes: made once, found again, named as on Lambda."""

import boto3
import pytest

from local import environment, provision, template
from local.provision import DifferentTable
from local.resources import TEMPLATES, create_resources
from local.settings import REGION

pytestmark = pytest.mark.xdist_group("emulator")


@pytest.fixture(scope="module")
def made(emulator):
    return create_resources(clients=emulator.clients, parameters=environment.parameters(emulator.settings))


def test_the_functions_get_every_variable_of_the_template(made, emulator):
    variables = template.load(list(TEMPLATES))["Globals"]["Function"]["Environment"]["Variables"]
    assert set(made) == set(variables)
    assert made["KUVERT_CONTENT_BUCKET"] == "kuvert-local-content-123456789012"
    assert made["KUVERT_BANKID_URL"].startswith(emulator.settings.endpoint("bankid"))
    assert made["KUVERT_WEB_URL"] == emulator.settings.base_url
    assert made["KUVERT_NOTIFY_QUEUE_URL"].endswith("/kuvert-local-notify")


def test_all_tables_are_there_with_their_indexes_and_times_to_live(made, emulator):
    resources = template.load(list(TEMPLATES))["Resources"].values()
    dynamodb = emulator.client("dynamodb")
    for described in (one["Properties"] for one in resources if one.get("Type") == "AWS::DynamoDB::Table"):
        name = described["TableName"]["Fn::Sub"].replace("${Stage}", "local")
        table = dynamodb.describe_table(TableName=name)["Table"]
        indexes = {index["IndexName"] for index in table.get("GlobalSecondaryIndexes", [])}
        assert indexes == {index["IndexName"] for index in described.get("GlobalSecondaryIndexes", [])}
        ttl = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        assert (ttl["TimeToLiveStatus"] == "ENABLED") == ("TimeToLiveSpecification" in described)


def test_made_again_nothing_changes(made, emulator):
    secret = emulator.client("secretsmanager").get_secret_value(SecretId=made["KUVERT_PEPPER_SECRET"])["SecretString"]
    again = create_resources(clients=emulator.clients, parameters=environment.parameters(emulator.settings))
    assert again == made
    kept = emulator.client("secretsmanager").get_secret_value(SecretId=made["KUVERT_PEPPER_SECRET"])["SecretString"]
    assert secret == kept
    assert len(secret) == 64
    assert len(emulator.client("kms").list_keys()["Keys"]) == 4


def test_the_bucket_keeps_versions_and_is_read_only_from_the_web_app(made, emulator):
    s3, bucket = emulator.client("s3"), made["KUVERT_CONTENT_BUCKET"]
    assert s3.get_bucket_versioning(Bucket=bucket)["Status"] == "Enabled"
    assert s3.get_bucket_cors(Bucket=bucket)["CORSRules"][0]["AllowedOrigins"] == [emulator.settings.base_url]
    rules = s3.get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    prefixes = {rule["Filter"]["Prefix"] for rule in rules}
    assert prefixes >= {"", "waiting/", "uploads/", "batches/files/", "batches/work/", "batches/results/"}


def test_a_queue_knows_its_dead_letters(made, emulator):
    attributes = emulator.client("sqs").get_queue_attributes(
        QueueUrl=made["KUVERT_NOTIFY_QUEUE_URL"], AttributeNames=["All"]
    )["Attributes"]
    assert "kuvert-local-notify-dlq" in attributes["RedrivePolicy"]
    assert attributes["VisibilityTimeout"] == "360"


def test_a_kept_table_of_another_shape_is_not_used_in_silence(made, emulator, tmp_path):
    changed = tmp_path / "data.yaml"
    changed.write_text(TEMPLATES[0].read_text().replace("IndexName: erase-index", "IndexName: other-index"))
    with pytest.raises(DifferentTable, match="make reset"):
        create_resources([changed], clients=emulator.clients)


def test_works_on_moto_in_the_process_too():
    import moto

    with moto.mock_aws():
        clients = provision.Clients(boto3.Session(region_name=REGION))
        made = create_resources(stage="test", clients=clients)
        assert made["KUVERT_STAGE"] == "test"
        assert "kuvert-test-items" in clients("dynamodb").list_tables()["TableNames"]
