"""(j) A batch through the whole laptop, over HTTP, with everything killed in the midst of it and started again.

`python -m bench.killed` by itself; `BENCH_KILLED=100000` for a larger one.
"""

from __future__ import annotations

import base64
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.matching import honest_list
from bench.sending import a_pdf
from bench.stage import Figure, quiet, tell
from kuvert.credentials import Credentials
from kuvert.operator import Operator
from local.testing import RunningOperator, running_operator

ROWS = int(os.environ.get("BENCH_KILLED", "10000"))
KILLED_AT = 0.4  # of the batch
PDF_SIZE = 900
LEASE = "PT13M"  # longer than a segment is held by a hand that has died


def lives_at(operator: RunningOperator) -> None:
    """Let the product's code here work on this operator's data."""
    from chalicelib import wiring
    from chalicelib.aws import clients
    from chalicelib.aws.config import load
    from chalicelib.kernel.clock import SystemClock
    from chalicelib.kernel.ids import SystemIds

    os.environ.update(operator.environment)
    clients.forget()
    quiet()
    wiring.install(wiring.build(load(), SystemClock(), SystemIds()))


def sender() -> dict[str, str]:
    """A tenant and its client."""
    from chalicelib.kernel.identifiers import OrganisationNumber
    from chalicelib.wiring import operator

    tenant = operator().senders.register_tenant("Massutskick", OrganisationNumber("2021005448")).key
    client, secret = operator().senders.register_client("bench", [tenant])
    return {"client_id": client.client_id, "client_secret": secret, "tenant": tenant}


def rows(people: list[str]) -> Iterator[bytes]:
    """A letter to each, who have accounts."""
    from chalicelib.kernel.clock import epoch
    from chalicelib.recipients.store import RecipientRow
    from chalicelib.wiring import operator

    now = epoch(operator().clock.now())
    part = {"name": "brev.pdf", "content_type": "application/pdf", "data": base64.b64encode(a_pdf(PDF_SIZE)).decode()}
    with RecipientRow.batch_write() as batch:
        for n, ssn in enumerate(people, 1):
            person = operator().pepper.person(ssn)
            batch.save(RecipientRow(
                person, mailbox=f"{now:010d}{person[:32]}", personnummer="s" * 200, name="Person Personsson",
                email=f"p{person[:20]}@example.com", mobile="+46701740605", terms_version="1",
                terms_accepted_at=now, created_at=now, last_login_at=now,
            ))
            content = {"id": n, "ssn": ssn, "subject": f"Brev {n}", "type": "letter", "parts": [part]}
            yield json.dumps(content).encode() + b"\n"


def letters_of(people: list[str]) -> dict[int, int]:
    """How many people have how many letters."""
    from chalicelib.mailbox import store
    from chalicelib.recipients.store import RecipientRow
    from chalicelib.wiring import operator

    found: dict[int, int] = {}
    for ssn in people:
        mailbox = RecipientRow.get(operator().pepper.person(ssn)).mailbox
        count = len(store.page(mailbox, None, 10))
        found[count] = found.get(count, 0) + 1
    return found


def software(running: RunningOperator, known: dict[str, str]) -> tuple[Operator, str]:
    """The sender's software, and where its batches are."""
    given = Credentials(running.base_url, known["client_id"], known["client_secret"], known["tenant"])
    return Operator(given), f"/v2/tenant/{known['tenant']}/batch"


def until(running: RunningOperator, known: dict[str, str], key: str, done: int, moved: bool) -> dict[str, Any]:
    """Ask now and then until so many rows are done; what the dead had in hand is let go when the clock has moved."""
    caller, where = software(running, known)
    last, still = -1, time.monotonic()
    while (told := dict(caller.get(f"{where}/{key}"))).get("done", 0) < done or (moved and told["status"] != "done"):
        if told.get("done", 0) != last:
            last, still = told.get("done", 0), time.monotonic()
            sys.stderr.write(f"  {last} of {ROWS}\n")
        elif moved and time.monotonic() - still > 20:
            running.advance(LEASE)
            caller, _ = software(running, known)
            still = time.monotonic()
        time.sleep(2)
    return told


def main() -> None:
    """Send, kill, start again, and look at what has come."""
    people = honest_list(ROWS)
    with tempfile.TemporaryDirectory() as folder:
        state, file = Path(folder) / "state", Path(folder) / "letters.ndjson"
        began = time.monotonic()
        with running_operator(state) as running:
            lives_at(running)
            known = sender()
            with file.open("wb") as out:
                out.writelines(rows(people))
            caller, where = software(running, known)
            made, _ = caller.post(where, {"format": "ndjson"})
            caller.put_file(made["upload"], file)
            key, sent = made["batch_key"], time.monotonic()
            until(running, known, key, int(ROWS * KILLED_AT), moved=False)
            running.process.send_signal(signal.SIGKILL)
            running.process.wait()
        with running_operator(state) as running:
            lives_at(running)
            told = until(running, known, key, ROWS, moved=True)
            took = time.monotonic() - sent
            caller, _ = software(running, known)
            results = Path(folder) / "results.ndjson"
            caller.fetch(told["results_url"], results)
            lines = [json.loads(line) for line in results.read_text().splitlines()]
            each = letters_of(people)
    in_order = [line["row"] for line in lines] == list(range(1, ROWS + 1))
    once = len({line["content_key"] for line in lines}) == ROWS and each == {1: ROWS}
    sys.stderr.write(f"  in all {time.monotonic() - began:.0f} s; {each}\n")
    tell([Figure(
        f"(j) a batch of {ROWS:,} through the laptop, everything killed (kill -9) at {KILLED_AT:.0%} and started again",
        f"{told['accepted']:,} accepted, {told['refused']} refused; results {'whole' if in_order else 'NOT whole'}; "
        f"mailboxes by letters in them: {each}; {took / 60:.0f} min with all of the laptop on the same cores",
        "each row once", in_order and once and told["accepted"] == ROWS,
    )])


if __name__ == "__main__":
    main()
