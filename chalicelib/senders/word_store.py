"""The words that tenants are found by: rows in the tenants' table, so that a name and its words change together."""

from __future__ import annotations

from pynamodb.attributes import UnicodeAttribute
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.aws import tables
from chalicelib.aws.tables import Table
from chalicelib.senders.model import WORDS, Listed, found_as

WORD = "word"


class WordIndex(GlobalSecondaryIndex["WordRow"]):
    """The same index: the words that tenants are found by stand beside the list of all."""

    class Meta:
        """The whole row, which is small."""

        index_name = "name-index"
        projection = AllProjection()

    listing = UnicodeAttribute(hash_key=True)
    listed_as = UnicodeAttribute(range_key=True)


class WordRow(Table):
    """A word of a tenant's name."""

    Meta = tables.named("tenants")
    key = UnicodeAttribute(hash_key=True)  # word#<tenant>#0 and on
    tenant = UnicodeAttribute()
    name = UnicodeAttribute()
    listing = UnicodeAttribute(default=WORD)
    listed_as = UnicodeAttribute()
    word_index = WordIndex()


def found(beginning: str, before: str | None, limit: int) -> list[Listed]:
    """List places where a word of a tenant's name begins so, in order of what stands there: one query."""
    start, end = max(beginning, f"{before}\0" if before else ""), f"{beginning}\U0010ffff"
    if start > end:
        return []
    rows = WordRow.word_index.query(WORD, WordRow.listed_as.between(start, end), limit=limit, page_size=limit)
    return [Listed(row.tenant, row.name, row.listed_as) for row in rows]


def writes(tenant: str, name: str) -> list[tables.Write]:
    """The writes that let a tenant be found by the words of its name, and by no others."""
    places = found_as(name, tenant)
    rows = [WordRow(f"word#{tenant}#{n}", tenant=tenant, name=name, listed_as=at) for n, at in enumerate(places)]
    gone = [WordRow(f"word#{tenant}#{n}") for n in range(len(places), WORDS)]
    return [*map(tables.put, rows), *map(tables.delete, gone)]
