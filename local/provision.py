"""One function per kind of AWS resource: makes it if it is not there, and answers what templates may refer to."""

import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from botocore.exceptions import ClientError

from local.settings import ACCOUNT

Made = dict[str, Any]


class DifferentTable(Exception):
    """A kept table is not the one that the template describes."""


class Clients:
    """boto3 clients, each made when it is first needed."""

    def __init__(self, session: Any, account: str = ACCOUNT) -> None:
        """`session` is a boto3.Session, or what makes clients as one does."""
        self._session = session
        self._clients: dict[str, Any] = {}
        self.region = session.region_name
        self.account = account

    def __call__(self, service: str) -> Any:
        if service not in self._clients:
            self._clients[service] = self._session.client(service)
        return self._clients[service]


def key(clients: Clients, properties: dict[str, Any], alias: str) -> Made:
    """A key is found again by its alias, because KMS gives it no name."""
    kms = clients("kms")
    try:
        metadata = kms.describe_key(KeyId=alias)["KeyMetadata"] if alias else None
    except kms.exceptions.NotFoundException:
        metadata = None
    if metadata is None:
        metadata = kms.create_key(Description=properties.get("Description", ""))["KeyMetadata"]
    return {"Ref": metadata["KeyId"], "Arn": metadata["Arn"], "KeyId": metadata["KeyId"]}


def alias(clients: Clients, properties: dict[str, Any], _: str) -> Made:
    kms = clients("kms")
    with suppress(kms.exceptions.AlreadyExistsException):
        kms.create_alias(AliasName=properties["AliasName"], TargetKeyId=properties["TargetKeyId"])
    return {"Ref": properties["AliasName"]}


def secret(clients: Clients, properties: dict[str, Any], _: str) -> Made:
    """A generated secret gets its value once, and keeps it."""
    secrets = clients("secretsmanager")
    name = properties["Name"]
    value = {"SecretString": properties["SecretString"]} if "SecretString" in properties else {}
    if how := properties.get("GenerateSecretString"):
        value = {"SecretString": secrets.get_random_password(**how)["RandomPassword"]}
    try:
        arn = secrets.create_secret(Name=name, **value)["ARN"]
    except secrets.exceptions.ResourceExistsException:
        arn = secrets.describe_secret(SecretId=name)["ARN"]
    return {"Ref": arn, "Id": arn, "Name": name}


def queue(clients: Clients, properties: dict[str, Any], _: str) -> Made:
    sqs = clients("sqs")
    given = {name: value for name, value in properties.items() if name not in ("QueueName", "Tags")}
    attributes = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
    try:
        url = sqs.get_queue_url(QueueName=properties["QueueName"])["QueueUrl"]
        sqs.set_queue_attributes(QueueUrl=url, Attributes=attributes)
    except sqs.exceptions.QueueDoesNotExist:
        url = sqs.create_queue(QueueName=properties["QueueName"], Attributes=attributes)["QueueUrl"]
    arn = f"arn:aws:sqs:{clients.region}:{clients.account}:{properties['QueueName']}"
    return {"Ref": url, "Arn": arn, "QueueName": properties["QueueName"], "QueueUrl": url}


def topic(clients: Clients, properties: dict[str, Any], _: str) -> Made:
    arn = clients("sns").create_topic(Name=properties["TopicName"])["TopicArn"]
    return {"Ref": arn, "TopicArn": arn, "TopicName": properties["TopicName"]}


def subscription(clients: Clients, properties: dict[str, Any], _: str) -> Made:
    raw = str(properties.get("RawMessageDelivery", False)).lower()
    arn = clients("sns").subscribe(
        TopicArn=properties["TopicArn"],
        Protocol=properties["Protocol"],
        Endpoint=properties["Endpoint"],
        Attributes={"RawMessageDelivery": raw},
        ReturnSubscriptionArn=True,
    )["SubscriptionArn"]
    return {"Ref": arn}


def table(clients: Clients, properties: dict[str, Any], _: str) -> Made:
    dynamodb, name = clients("dynamodb"), properties["TableName"]
    wanted = {part: properties[part] for part in ("TableName", "AttributeDefinitions", "KeySchema")}
    if "GlobalSecondaryIndexes" in properties:
        wanted["GlobalSecondaryIndexes"] = properties["GlobalSecondaryIndexes"]
    try:
        dynamodb.create_table(**wanted, BillingMode="PAY_PER_REQUEST")
    except dynamodb.exceptions.ResourceInUseException:
        _must_match(dynamodb.describe_table(TableName=name)["Table"], wanted)
    if "TimeToLiveSpecification" in properties:
        dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=properties["TimeToLiveSpecification"])
    return {"Ref": name, "Arn": f"arn:aws:dynamodb:{clients.region}:{clients.account}:table/{name}"}


def _must_match(kept: dict[str, Any], wanted: dict[str, Any]) -> None:
    def shape(table: dict[str, Any]) -> list[Any]:
        indexes = {index["IndexName"]: index["KeySchema"] for index in table.get("GlobalSecondaryIndexes") or []}
        return [table["KeySchema"], sorted(indexes.items())]

    if shape(kept) != shape(wanted):
        raise DifferentTable(
            f"The kept table {wanted['TableName']} has other keys or indexes than infra/data.yaml. Empty it: make reset"
        )


def bucket(clients: Clients, properties: dict[str, Any], _: str) -> Made:
    s3, name = clients("s3"), properties["BucketName"]
    try:
        s3.head_bucket(Bucket=name)
    except ClientError:
        s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": clients.region})
    for part, apply in BUCKET_PARTS.items():
        if part in properties:
            apply(s3, name, properties[part])
    return {"Ref": name, "Arn": f"arn:aws:s3:::{name}", "DomainName": f"{name}.s3.amazonaws.com"}


def _versioning(s3: Any, name: str, value: dict[str, Any]) -> None:
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=value)


def _encryption(s3: Any, name: str, value: dict[str, Any]) -> None:
    rules = [
        {
            "ApplyServerSideEncryptionByDefault": rule["ServerSideEncryptionByDefault"],
            "BucketKeyEnabled": rule.get("BucketKeyEnabled", False),
        }
        for rule in value["ServerSideEncryptionConfiguration"]
    ]
    s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": rules})


def _cors(s3: Any, name: str, value: dict[str, Any]) -> None:
    renamed = {"ExposedHeaders": "ExposeHeaders", "MaxAge": "MaxAgeSeconds", "Id": "ID"}
    rules = [{renamed.get(part, part): setting for part, setting in rule.items()} for rule in value["CorsRules"]]
    s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": rules})


def _lifecycle(s3: Any, name: str, value: dict[str, Any]) -> None:
    s3.put_bucket_lifecycle_configuration(
        Bucket=name, LifecycleConfiguration={"Rules": [_lifecycle_rule(rule) for rule in value["Rules"]]}
    )


def _lifecycle_rule(rule: dict[str, Any]) -> dict[str, Any]:
    same = ("NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload", "Status")
    described = {part: rule[part] for part in same if part in rule}
    described |= {"ID": rule.get("Id", ""), "Filter": {"Prefix": rule.get("Prefix", "")}}
    if "ExpirationInDays" in rule:
        described["Expiration"] = {"Days": rule["ExpirationInDays"]}
    elif "ExpiredObjectDeleteMarker" in rule:
        described["Expiration"] = {"ExpiredObjectDeleteMarker": rule["ExpiredObjectDeleteMarker"]}
    return described


def _notification(s3: Any, name: str, value: dict[str, Any]) -> None:
    queues = [_queue_notification(entry) for entry in value.get("QueueConfigurations", [])]
    s3.put_bucket_notification_configuration(Bucket=name, NotificationConfiguration={"QueueConfigurations": queues})


def _queue_notification(entry: dict[str, Any]) -> dict[str, Any]:
    described: dict[str, Any] = {"QueueArn": entry["Queue"], "Events": [entry["Event"]]}
    if "Filter" in entry:
        rules = [{"Name": rule["Name"].lower(), "Value": rule["Value"]} for rule in entry["Filter"]["S3Key"]["Rules"]]
        described["Filter"] = {"Key": {"FilterRules": rules}}
    return described


BUCKET_PARTS: dict[str, Callable[[Any, str, dict[str, Any]], None]] = {
    "VersioningConfiguration": _versioning,
    "BucketEncryption": _encryption,
    "CorsConfiguration": _cors,
    "LifecycleConfiguration": _lifecycle,
    "NotificationConfiguration": _notification,
}
MAKERS: dict[str, Callable[[Clients, dict[str, Any], str], Made]] = {
    "AWS::KMS::Key": key,
    "AWS::KMS::Alias": alias,
    "AWS::SecretsManager::Secret": secret,
    "AWS::SQS::Queue": queue,
    "AWS::SNS::Topic": topic,
    "AWS::SNS::Subscription": subscription,
    "AWS::DynamoDB::Table": table,
    "AWS::S3::Bucket": bucket,
}
