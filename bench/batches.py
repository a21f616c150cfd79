"""(g) Batches of 1,000 and 10,000 letters: throughput of one process, and whether a letter's cost grows.

100,000 take long where the emulators share the cores; by themselves, with moto playing S3 in the same process:
`BENCH_INSIDE=1 BENCH_BATCHES=1000,10000,100000 python -m bench.batches`.
"""

from __future__ import annotations

import base64
import itertools
import json
import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import Any

from bench.matching import honest_list
from bench.sending import a_pdf
from bench.stage import Calls, Figure, quiet, tell

SIZES = tuple(int(size) for size in os.environ.get("BENCH_BATCHES", "1000,10000").split(","))
WARM = 100
ALL_ROWS = 100_000
PDF_SIZE = 900
FLAT = 1.25


class Bench:
    """A tenant, as many people as letters, and batches of several sizes worked through as Lambda would."""

    def __init__(self) -> None:
        from chalicelib import wiring
        from chalicelib.kernel.clock import SystemClock
        from chalicelib.kernel.identifiers import OrganisationNumber
        from chalicelib.kernel.ids import SystemIds

        quiet()
        self.operator = wiring.build(apart(), SystemClock(), SystemIds())
        wiring.install(self.operator)
        self.tenant = self.operator.senders.register_tenant("Massutskick", OrganisationNumber("2021005448")).key
        client, _ = self.operator.senders.register_client("bench", [self.tenant])
        self.client = client.client_id
        self.people = iter(honest_list(sum(SIZES) + WARM))
        self.part = {
            "name": "brev.pdf", "content_type": "application/pdf", "data": base64.b64encode(a_pdf(PDF_SIZE)).decode(),
        }

    def rows(self, size: int) -> Iterator[bytes]:
        """A letter to each of so many people, who have accounts."""
        from chalicelib.kernel.clock import epoch
        from chalicelib.recipients.store import RecipientRow

        now = epoch(self.operator.clock.now())
        with RecipientRow.batch_write() as batch:
            for n, ssn in enumerate(itertools.islice(self.people, size), 1):
                person = self.operator.pepper.person(ssn)
                batch.save(RecipientRow(
                    person, mailbox=f"{now:010d}{person[:32]}", personnummer="s" * 200, name="Person Personsson",
                    email=f"p{person[:20]}@example.com", mobile="+46701740605", terms_version="1",
                    terms_accepted_at=now, created_at=now, last_login_at=now,
                ))
                yield json.dumps({"id": n, "ssn": ssn, "subject": f"Brev {n}", "type": "letter",
                                  "parts": [self.part]}).encode() + b"\n"

    def run(self, size: int) -> dict[str, Any]:
        """Send one batch; answer what it took, with its results judged."""
        from chalicelib.api.sender.rows import deliver
        from chalicelib.batches import store
        from chalicelib.batches.model import Format, Status, file_blob, results_blob

        batches, blobs = self.operator.batches, self.operator.blobs
        batch = batches.make(self.tenant, self.client, Format.NDJSON, None, None)
        blobs.put(file_blob(self.tenant, batch.key), b"".join(self.rows(size)), "application/x-ndjson")
        calls.names.clear()
        wall, cpu = time.perf_counter(), time.process_time()
        batches.go_on(self.tenant, batch.key)
        for row in store.segments(batch.key):
            batches.send(self.tenant, batch.key, row.segment, deliver)
        batches.go_on(self.tenant, batch.key)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        done = batches.find(self.tenant, batch.key)
        results = [json.loads(line) for line in (blobs.get(results_blob(self.tenant, batch.key)) or b"").splitlines()]
        assert (done.status, done.tally.accepted, done.rows) == (Status.DONE, size, size), done
        assert [told["row"] for told in results] == list(range(1, size + 1))
        assert len({told["content_key"] for told in results}) == size
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        return {"wall": wall, "cpu": cpu, "calls": Counter(calls.names), "memory": memory}


    def read(self, size: int) -> dict[str, float]:
        """Only cut a batch of so many rows into segments and ask for each; nothing is sent."""
        from chalicelib.batches.model import Format, Status, file_blob

        row = json.dumps({"ssn": "191212121212", "subject": "Brev", "type": "letter", "parts": [self.part]})
        batch = self.operator.batches.make(self.tenant, self.client, Format.NDJSON, None, None)
        with tempfile.TemporaryFile() as file:
            for _ in range(size):
                file.write(f"{row}\n".encode())
            took = {"MB": file.tell() / 1e6}
            file.seek(0)
            self.operator.blobs.put_file(file_blob(self.tenant, batch.key), file, "application/x-ndjson")
        took["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        wall, cpu = time.perf_counter(), time.process_time()
        self.operator.batches.go_on(self.tenant, batch.key)
        took |= {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
        took["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - took["memory"]
        read = self.operator.batches.find(self.tenant, batch.key)
        assert (read.status, read.rows, read.left) == (Status.SENDING, size, size // 100)
        return took


@contextmanager
def inside() -> Iterator[None]:
    """A DynamoDB of its own, and everything else of AWS played in this process."""
    import moto

    from local import dynoxide
    from local.resources import create_resources
    from local.settings import Settings, free_ports

    os.environ.update(AWS_ACCESS_KEY_ID="bench", AWS_SECRET_ACCESS_KEY="bench", AWS_DEFAULT_REGION="eu-north-1",
                      AWS_ACCOUNT_ID_ENDPOINT_MODE="disabled", POWERTOOLS_TRACE_DISABLED="1")
    with tempfile.TemporaryDirectory() as folder, moto.mock_aws():
        settings = Settings(port=0, state=folder, ports={"dynamodb": free_ports(1)[0]})
        os.environ["AWS_ENDPOINT_URL_DYNAMODB"] = settings.endpoint("dynamodb")
        if missing := dynoxide.install():
            raise SystemExit(f"This needs dynoxide, and {missing}.")
        program = dynoxide.start(settings)
        time.sleep(2)
        try:
            os.environ.update(create_resources())
            yield
        finally:
            program.kill()
            program.wait()


def apart() -> Any:
    """A bucket that announces nothing and queues that nobody empties, so that this process does all the work."""
    from chalicelib.aws import clients
    from chalicelib.aws.config import load, region

    name = f"bench-{os.urandom(4).hex()}"
    s3, sqs = clients.client("s3"), clients.client("sqs")
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": region()})
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    queue = sqs.create_queue(QueueName=name)["QueueUrl"]
    return replace(load(), content_bucket=name, batches_queue_url=queue, segments_queue_url=queue)


def main() -> None:
    """Measure."""
    with inside() if os.environ.get("BENCH_INSIDE") else nullcontext():
        measure()


def measure() -> None:
    """Send a batch of each size, and tell."""
    bench = Bench()
    bench.run(WARM)
    whole = bench.read(ALL_ROWS)
    found = {}
    for size in SIZES:
        found[size] = bench.run(size)
        said = {name: round(value, 2) for name, value in found[size].items() if name != "calls"}
        sys.stderr.write(f"  {size:,}: {said}\n")
    each = {size: took["cpu"] / size * 1000 for size, took in found.items()}
    spread = max(each.values()) / min(each.values())
    per_letter = {size: sum(took["calls"].values()) / size for size, took in found.items()}
    largest = max(SIZES)
    by_cpu = largest / found[largest]["cpu"]
    names = " / ".join(f"{size:,}" for size in SIZES)
    tell([
        Figure(
            f"(g) batches of {names} letters: CPU for each letter",
            ", ".join(f"{cost:.2f} ms" for cost in each.values()) + f" (spread {spread:.2f})",
            f"flat: spread ≤ {FLAT}", spread <= FLAT,
        ),
        Figure(
            f"(g) batches of {names}: AWS calls for each letter",
            ", ".join(f"{count:.2f}" for count in per_letter.values()), "≤ 4.2", max(per_letter.values()) <= 4.2,
        ),
        Figure(
            f"(g) a batch of {largest:,}: letters a second of one process",
            f"{by_cpu:.0f} by its CPU time; {largest / found[largest]['wall']:.0f} by the clock, with the emulators on "
            "the same cores", "≥ 50 by CPU", by_cpu >= 50,
        ),
        Figure(
            f"(g) reading a batch of {ALL_ROWS:,} rows, {whole['MB']:.0f} MB, until every segment has its message",
            f"{whole['cpu']:.1f} s of CPU, {whole['wall']:.1f} s by the clock, {whole['memory']:.0f} MB more memory",
            "≤ 60 s of CPU, ≤ 100 MB", whole["cpu"] <= 60 and whole["memory"] <= 100,
        ),
    ])


calls = Calls()

if __name__ == "__main__":
    main()
