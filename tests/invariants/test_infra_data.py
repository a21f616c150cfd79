"""What is kept is encrypted, can be brought back, cannot be removed by mistake, and is read by nobody from outside."""

import re

import pytest

from chalicelib.privacy.model import READY_FOR
from infra.templates import of_type, source

DATA = source("data")
TABLES = {
    table["TableName"]["Fn::Sub"].removeprefix("kuvert-${Stage}-"): table
    for table in of_type(DATA, "AWS::DynamoDB::Table").values()
}
BUCKETS = of_type(DATA, "AWS::S3::Bucket")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_encrypted_restorable_and_protected(name):
    table = TABLES[name]
    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["DeletionProtectionEnabled"] is True
    assert table["SSESpecification"] == {
        "SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": {"Fn::GetAtt": ["RecordsKey", "Arn"]},
    }


def test_rows_expire_by_the_attribute_ttl():
    expiring = [table["TimeToLiveSpecification"] for table in TABLES.values() if "TimeToLiveSpecification" in table]
    assert expiring
    assert all(expiry == {"AttributeName": "ttl", "Enabled": True} for expiry in expiring)


def test_what_is_kept_survives_its_stack_but_not_a_failed_first_try():
    kept = {"AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key", "AWS::SecretsManager::Secret"}
    policies = {
        (resource.get("DeletionPolicy"), resource.get("UpdateReplacePolicy"))
        for resource in DATA["Resources"].values() if resource["Type"] in kept
    }
    assert policies == {("RetainExceptOnCreate", "Retain")}


def test_keys_are_renewed_and_are_not_gone_in_an_instant():
    keys = of_type(DATA, "AWS::KMS::Key")
    assert set(keys) == {"ContentKey", "IdentityKey", "RecordsKey", "LogsKey"}
    for key in keys.values():
        assert key["EnableKeyRotation"] is True
        assert key["PendingWindowInDays"] == 30


def test_a_key_is_opened_to_others_only_under_a_condition():
    for key in of_type(DATA, "AWS::KMS::Key").values():
        owner, *others = key["KeyPolicy"]["Statement"]
        assert owner["Principal"] == {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}
        assert all(statement["Condition"] for statement in others)


@pytest.mark.parametrize(("key", "publisher", "context"), [
    ("RecordsKey", "s3.amazonaws.com", "sqs:${AWS::Region}:${AWS::AccountId}:kuvert-${Stage}-*"),
    ("RecordsKey", "ses.amazonaws.com", "sns:${AWS::Region}:${AWS::AccountId}:kuvert-${Stage}-mail-events"),
    ("LogsKey", "cloudwatch.amazonaws.com", "sns:${AWS::Region}:${AWS::AccountId}:kuvert-${Stage}-alarms"),
])
def test_who_announces_may_use_the_key_of_where_it_announces(key, publisher, context):
    """Without it the announcement is lost in silence: no notice of a letter, no alarm."""
    statements = DATA["Resources"][key]["Properties"]["KeyPolicy"]["Statement"]
    (statement,) = [s for s in statements if publisher in s["Principal"].get("Service", "")]
    ((bound,),) = [condition.values() for condition in statement["Condition"].values()]
    assert {"kms:Decrypt", "kms:GenerateDataKey*"} == set(statement["Action"])
    assert bound == {"Fn::Sub": f"arn:${{AWS::Partition}}:{context}"}


@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_is_private_encrypted_and_forgets(name):
    bucket = BUCKETS[name]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    assert len(bucket["PublicAccessBlockConfiguration"]) == 4
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
    assert "BucketEncryption" in bucket
    assert "ReplicationConfiguration" not in bucket


@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_is_read_only_over_tls(name):
    (policy,) = [p for p in of_type(DATA, "AWS::S3::BucketPolicy").values() if p["Bucket"] == {"Ref": name}]
    (statement,) = [s for s in policy["PolicyDocument"]["Statement"] if s["Sid"] == "OnlyTLS"]
    assert (statement["Effect"], statement["Principal"], statement["Action"]) == ("Deny", "*", "s3:*")
    assert statement["Resource"] == [{"Fn::GetAtt": [name, "Arn"]}, {"Fn::Sub": f"${{{name}.Arn}}/*"}]
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_letters_are_encrypted_by_their_own_key_and_old_versions_go():
    bucket = BUCKETS["ContentBucket"]
    (encryption,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert encryption["BucketKeyEnabled"] is True
    assert encryption["ServerSideEncryptionByDefault"]["KMSMasterKeyID"] == {"Fn::GetAtt": ["ContentKey", "Arn"]}
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    rules = {rule.get("Prefix", ""): rule for rule in bucket["LifecycleConfiguration"]["Rules"]}
    assert rules[""]["NoncurrentVersionExpiration"] == {"NoncurrentDays": 7}
    assert rules[""]["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}
    assert rules["waiting/"]["ExpirationInDays"] == 800
    assert rules["preview/"]["ExpirationInDays"] == 1
    assert rules["preview/"]["NoncurrentVersionExpiration"] == {"NoncurrentDays": 1}
    emptied = {prefix: rule["ExpirationInDays"] for prefix, rule in rules.items() if "ExpirationInDays" in rule}
    promised = {"uploads/": 2, "batches/files/": 7, "batches/work/": 7, "batches/results/": 30, "export/": READY_FOR.days + 1}
    assert emptied.items() >= promised.items()
    assert all(rule["Status"] == "Enabled" for rule in rules.values())


def test_only_the_web_app_reads_documents_from_a_browser():
    (rule,) = BUCKETS["ContentBucket"]["CorsConfiguration"]["CorsRules"]
    assert rule["AllowedOrigins"] == [{"Ref": "WebOrigin"}]
    assert set(rule["AllowedMethods"]) <= {"GET", "HEAD"}


def test_a_new_letter_and_a_new_batch_are_announced_and_nothing_else():
    *contents, batches = BUCKETS["ContentBucket"]["NotificationConfiguration"]["QueueConfigurations"]
    for announced, prefix in zip(contents, ("mailbox/", "waiting/"), strict=True):
        assert announced["Event"] == "s3:ObjectCreated:*"
        assert announced["Queue"] == {"Fn::GetAtt": ["NotifyQueue", "Arn"]}
        rules = {rule["Name"]: rule["Value"] for rule in announced["Filter"]["S3Key"]["Rules"]}
        assert rules == {"prefix": prefix, "suffix": "content.json"}
    assert batches["Queue"] == {"Fn::GetAtt": ["BatchesQueue", "Arn"]}
    assert batches["Filter"]["S3Key"]["Rules"] == [{"Name": "prefix", "Value": "batches/files/"}]


@pytest.mark.parametrize("queue", ["Notify", "Batches"])
def test_only_the_content_bucket_announces(queue):
    statement = DATA["Resources"][f"{queue}QueuePolicy"]["Properties"]["PolicyDocument"]["Statement"][0]
    assert statement["Principal"] == {"Service": "s3.amazonaws.com"}
    bucket = BUCKETS["ContentBucket"]["BucketName"]["Fn::Sub"]
    assert statement["Condition"]["ArnEquals"] == {
        "aws:SourceArn": {"Fn::Sub": "arn:${AWS::Partition}:s3:::" + bucket}
    }
    assert "aws:SourceAccount" in statement["Condition"]["StringEquals"]


def test_no_secret_stands_in_a_template():
    for secret in of_type(DATA, "AWS::SecretsManager::Secret").values():
        assert "SecretString" not in secret
        assert secret["KmsKeyId"] == {"Fn::GetAtt": ["IdentityKey", "Arn"]}
    assert DATA["Resources"]["Pepper"]["Properties"]["GenerateSecretString"]["PasswordLength"] == 64


def test_everything_kept_is_named_by_its_stage():
    named = [
        properties[key]["Fn::Sub"]
        for resource in DATA["Resources"].values() for properties in [resource["Properties"]]
        for key in ("TableName", "BucketName", "QueueName", "Name", "AliasName") if key in properties
    ]
    assert all(re.match(r"(alias/)?kuvert-\$\{Stage\}-", name) for name in named)
