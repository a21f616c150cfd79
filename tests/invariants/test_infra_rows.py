"""The rows that the code stores fit the tables that the template makes."""

import importlib
import pkgutil

import chalicelib
from chalicelib.aws.tables import Table
from infra.templates import of_type, source

TABLES = {
    table["TableName"]["Fn::Sub"].removeprefix("kuvert-${Stage}-"): table
    for table in of_type(source("data"), "AWS::DynamoDB::Table").values()
}


def _rows() -> list[type[Table]]:
    for module in pkgutil.walk_packages(chalicelib.__path__, "chalicelib."):
        importlib.import_module(module.name)
    return [row for row in _subclasses(Table) if hasattr(row, "Meta")]


def _subclasses(kind: type) -> list[type]:
    return [found for child in kind.__subclasses__() for found in (child, *_subclasses(child))]


def _plural(row: type[Table]) -> str:
    return row.Meta.table_name.rsplit("-", 1)[-1]


def _names(row: type[Table]) -> set[str]:
    return {attribute.attr_name for attribute in row.get_attributes().values()}


def _keys(schema: list[dict[str, str]]) -> dict[str, str]:
    return {part["KeyType"]: part["AttributeName"] for part in schema}


def test_stored_rows_and_tables_agree():
    """Keys, indexes and expiry are written twice, in the code and in the templates: here they meet."""
    rows = _rows()
    for row in rows:
        table, schema = TABLES[_plural(row)], row._get_schema()
        assert _keys(table["KeySchema"]) == _keys(schema["key_schema"]), row
        assert ("TimeToLiveSpecification" in table) == ("ttl" in _names(row)), row
        indexes = {index["IndexName"]: index for index in table.get("GlobalSecondaryIndexes", [])}
        for index in schema["global_secondary_indexes"]:
            described = indexes[index["index_name"]]
            assert _keys(described["KeySchema"]) == _keys(index["key_schema"]), row
            assert described["Projection"]["ProjectionType"] == index["projection"]["ProjectionType"], row
    assert {_plural(row) for row in rows} == set(TABLES)
