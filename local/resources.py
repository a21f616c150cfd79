"""Creates what infra/ describes, in any DynamoDB, S3, SQS, SNS, KMS and Secrets Manager that boto3 reaches.

Works against the laptop's emulators and under `moto.mock_aws()`, and can be run again: what is there is kept.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import boto3

from local import provision, template
from local.settings import REGION, ROOT, STAGE

TEMPLATES = (ROOT / "infra" / "data.yaml", ROOT / "infra" / "app.yaml")


def create_resources(
    template_paths: Iterable[Path] = TEMPLATES,
    stage: str = STAGE,
    clients: provision.Clients | None = None,
    parameters: dict[str, str] | None = None,
) -> dict[str, str]:
    """Creates what the templates describe and answers the environment (KUVERT_*) that names it.

    Tests that call it often hand in the same `clients` each time: making them is what takes time.
    """
    document = template.load([path for path in template_paths if path.exists()])
    clients = clients or provision.Clients(boto3.Session(region_name=REGION))
    stack = Stack(document, stage, clients, parameters or {})
    stack.create()
    return stack.environment()


class Stack:
    """The resources of the templates, each made once, those it refers to before it."""

    def __init__(
        self, document: dict[str, dict[str, Any]], stage: str, clients: provision.Clients, parameters: dict[str, str]
    ) -> None:
        self._resources = document["Resources"]
        self._globals = document["Globals"]
        self._clients = clients
        self._made: dict[str, dict[str, Any]] = {}
        known = {name: value for name, value in parameters.items() if name in document["Parameters"]}
        pseudo = {
            "AWS::AccountId": clients.account,
            "AWS::Region": clients.region,
            "AWS::Partition": "aws",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::StackName": f"kuvert-{stage}",
        }
        self.resolver = template.Resolver(document, {"Stage": stage, **pseudo, **known}, self.physical)

    def create(self) -> None:
        for name in self._resources:
            self.physical(name)

    def environment(self) -> dict[str, str]:
        """What the templates give every function, as strings."""
        variables = self._globals.get("Function", {}).get("Environment", {}).get("Variables", {})
        return {name: str(value) for name, value in self.resolver.resolve(variables).items()}

    def physical(self, name: str) -> dict[str, Any]:
        """The reference and attributes of one resource, which is made if it was not."""
        if name not in self._made:
            self._made[name] = {"Ref": name}  # what a circle of references sees
            self._made[name] = self._provision(name, self._resources.get(name, {}))
        return self._made[name]

    def _provision(self, name: str, resource: dict[str, Any]) -> dict[str, Any]:
        if "Condition" in resource and not self.resolver.holds(resource["Condition"]):
            return {"Ref": name}
        maker = provision.MAKERS.get(resource.get("Type", ""))
        if maker is None:  # decided elsewhere on the laptop, or only in AWS
            return {"Ref": name}
        properties = self.resolver.resolve(resource.get("Properties", {}))
        return maker(self._clients, properties, self._alias_of(name))

    def _alias_of(self, key: str) -> str:
        """The alias of a KMS key, by which it is found again."""
        for resource in self._resources.values():
            if resource.get("Type") == "AWS::KMS::Alias" and resource["Properties"]["TargetKeyId"] == {"Ref": key}:
                return str(self.resolver.resolve(resource["Properties"]["AliasName"]))
        return ""
