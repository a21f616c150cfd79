"""What the document of the sender API says beside its routes: where it is served, its parts, the keys in its paths."""

from __future__ import annotations

from typing import Any

ABOUT = "The wire format of Kivra's published Sender API, and what is ours beyond it."
SERVERS: list[dict[str, Any]] = [
    {
        "url": "https://{host}", "description": "An operator; who runs it says where.",
        "variables": {"host": {"default": "sender.example", "description": "The operator's address for senders."}},
    },
    {"url": "http://localhost:8000", "description": "`make run`, on your own machine."},
]
# In the order that a sender meets them.
TAGS = {
    "Authentication": "A token for a client's id and secret; every other call carries one.",
    "Matching": "Who of some people can be reached digitally right now. Ask as late as you can before sending.",
    "Content": "Sending one content to one recipient. 201 is a promise: it is in the mailbox, once.",
    "Delivery status (ours)": "What has become of a content; never whether it was read.",
    "Changes (ours)": "Second thoughts: what waits can be taken back or replaced, what is delivered can be corrected.",
    "Batches (ours)": "Up to 100,000 contents in one file, each with its own answer.",
    "Large files (ours)": "Files of up to 25 MB, uploaded first and then named by a content.",
    "Forms": "Questions that are made once, sent to each, and answered in the mailbox; the answers are fetched here.",
    "Registered letters": "What became of letters that are opened only by a signature with BankID.",
    "Tickets": "Events that are told of once, before anybody's tickets to them are sent.",
    "Webhooks (ours)": "Being told what happens, instead of asking.",
    "Tenants": "Who sends: their names, organisation numbers and icons, and asking to send for another.",
    "Matching (first version)": "The same in the first version's words, for software that still speaks them.",
    "Content (first version)": "Sending in the first version's words, for software that still speaks them.",
}
# What each name in a path stands for.
KEYS = {
    "version": "Any version, such as `v2`; all of them answer alike.",
    "tenantKey": "The tenant that it is about, by its key: one of those that `GET /v2/tenant` lists.",
    "orgNr": "The organisation, by its VAT number or organisation number.",
    "requestKey": "The request, by the key in the `kivra-objkey` of the answer that made it.",
    "contentKey": "The content, by the key in the `kivra-objkey` of the answer to its sending.",
    "formTemplateKey": "The form, by the `key` of the answer that made it.",
    "formResponseKey": "The response, by its key in the list of those that wait.",
    "responseKey": "The response, by its key in the list: the same as the registered letter's own.",
    "batchKey": "The batch, by the `batch_key` of the answer that made it.",
    "id": "The webhook, by the `id` of the answer that made it.",
    "delivery": "The message, by its `id` in the log, which is its `webhook-id` too.",
}


def invite(schemas: dict[str, Any]) -> None:
    """Say that invitations are also sent under one name for all, as the published examples do; models read both."""
    for name in ("ContentIn", "FirstContentIn"):
        properties = schemas[name]["properties"]
        kinds = {name: field for name, field in properties.items() if name.startswith("invite_")}
        one = {
            "anyOf": [*(each for field in kinds.values() for each in field["anyOf"][:-1]), {"type": "null"}],
            "default": None,
            "description": "With a type that begins with `invite.`: the invitation, as that type has it.",
        }
        rest = {name: field for name, field in properties.items() if name not in kinds}
        schemas[name]["properties"] = {**rest, "invite": one, **kinds}
