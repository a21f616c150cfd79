"""Facts about the repository itself that no linter keeps."""

from __future__ import annotations

import ast
import re
import subprocess
from datetime import date
from functools import cache
from pathlib import Path

from chalicelib.kernel.identifiers import luhn

ROOT = Path(__file__).parents[2]
LONGEST = 300
# Longer for a reason: one table of everything that the recipients' API says.
LONG_FILES = {"chalicelib/api/recipient/models.py"}
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "misc"}
# Official test numbers outside the families of Skatteverket's lists.
TEST_NUMBERS = {"1212121212", "5704133106", "7010632391"}
# Telephone numbers that PTS keeps for fiction, 070-174 06 05 to 070-174 06 99, may look like numbers of people.
FICTION = "07017406"


@cache
def tracked(*suffixes: str) -> list[Path]:
    """The files that belong to the repository, new ones included."""
    told = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    files = [ROOT / line for line in told.stdout.splitlines()]
    return [file for file in files if file.is_file() and (not suffixes or file.suffix in suffixes)]


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def python(*folders: str) -> list[Path]:
    return [file for file in tracked(".py") if file.relative_to(ROOT).parts[0] in folders]


def tree_of(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def is_official(ten: str) -> bool:
    """Whether ten digits are a test number that Skatteverket publishes."""
    return ten in TEST_NUMBERS or ten[6:9] in {"238", "239", "980", "981", "982"}


def is_of_a_person(ten: str) -> bool:
    day = int(ten[4:6])
    try:
        date(2000 + int(ten[:2]) % 4, int(ten[2:4]), day - 60 if day > 60 else day)
    except ValueError:
        return False
    return luhn(ten)


PERSON = re.compile(r"(?<![0-9A-Za-z_.+/=-])(?:18|19|20)?([0-9]{6})[-+ ]?([0-9]{4})(?![0-9A-Za-z_/=])")


def test_only_official_test_numbers_of_people_are_in_the_repository():
    found = []
    for file in tracked():
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for match in PERSON.finditer(text):
            ten = match[1] + match[2]
            if is_of_a_person(ten) and not is_official(ten) and not ten.startswith(FICTION):
                found.append(f"{named(file)}:{text.count(chr(10), 0, match.start()) + 1}")
    assert found == []


def test_a_file_begins_by_saying_what_it_is_for():
    silent = [named(file) for file in tracked(".py") if not _says_what_it_is_for(tree_of(file))]
    assert silent == []


def _says_what_it_is_for(tree: ast.Module) -> bool:
    """Only a line for the shell may stand before it."""
    return bool(ast.get_docstring(tree)) and tree.body[0].lineno <= 2


def test_files_are_short():
    long = [
        named(file) for file in python("chalicelib", "local", "app.py")
        if file.read_text(encoding="utf-8").count("\n") > LONGEST and named(file) not in LONG_FILES
    ]
    assert long == []


def test_no_module_is_named_for_nothing():
    assert [named(file) for file in python("chalicelib", "local") if file.stem in VAGUE] == []


def test_only_the_configuration_reads_the_environment():
    readers = {
        named(file) for file in python("chalicelib", "app.py") for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Attribute | ast.Name)
        and (getattr(node, "attr", "") in {"environ", "getenv"} or getattr(node, "id", "") in {"environ", "getenv"})
    }
    assert readers <= {"chalicelib/aws/config.py"}


def test_letters_are_changed_by_their_own_store_alone():
    """It demands of every change that the letter is there: DynamoDB makes a row of a change of one that is gone."""
    makers = {
        named(file) for file in python("chalicelib", "app.py") for node in ast.walk(tree_of(file))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "ItemRow"
    }
    assert makers == {"chalicelib/mailbox/store.py"}


def test_decisions_are_called_by_their_numbers():
    """In their own headings and in the list of them."""
    listed = dict(re.findall(r"^\| \[(\d+)\]\((\d{4}-[\w-]+\.md)\) ", (ROOT / "docs/decisions/README.md").read_text(), re.MULTILINE))
    files = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    assert {str(int(file.name[:4])): file.name for file in files} == listed
    wrong = [file.name for file in files if not file.read_text().startswith(f"# {int(file.name[:4])}. ")]
    assert wrong == []


EVENTS = {
    "on_sqs_message", "on_s3_event", "on_sns_message", "on_cw_event", "on_dynamodb_record", "on_kinesis_record",
    "schedule", "lambda_function", "authorizer",
}


def decorated_with(file: Path) -> set[str]:
    """The events that functions of a file are declared for."""
    functions = [node for node in ast.walk(tree_of(file)) if isinstance(node, ast.FunctionDef)]
    marks = [mark.func if isinstance(mark, ast.Call) else mark for node in functions for mark in node.decorator_list]
    return {mark.attr for mark in marks if isinstance(mark, ast.Attribute)} & EVENTS


def test_clocks_and_consumers_are_declared_in_app_only():
    assert decorated_with(ROOT / "app.py") >= {"on_sqs_message", "schedule"}
    assert [named(file) for file in python("chalicelib") if decorated_with(file)] == []


def imported(file: Path, *, at_once: bool = False) -> set[str]:
    """The packages that a file imports; at once, or anywhere in it."""
    tree = tree_of(file)
    names: set[str] = set()
    for node in tree.body if at_once else ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return {name.partition(".")[0] for name in names}


def test_app_knows_neither_clients_nor_tables():
    assert not imported(ROOT / "app.py") & {"boto3", "botocore", "pynamodb"}


def test_heavy_libraries_wait_until_they_are_needed():
    """A library of megabytes is imported inside the function that needs it, never with the module."""
    heavy = {"pikepdf", "PIL", "nh3", "fpdf", "lxml", "cryptography"}
    early = [named(file) for file in python("chalicelib", "app.py") if imported(file, at_once=True) & heavy]
    assert early == []


# Where everything else ends: the doors of HTTP and of queues.
DOORS = ("chalicelib/api/", "chalicelib/aws/queues.py")


def test_below_the_doors_nothing_is_caught_blindly():
    below = [file for file in python("chalicelib") if not named(file).startswith(DOORS)]
    assert [named(file) for file in below if any(_is_blind(kind) for kind in _caught(file))] == []


def _caught(file: Path) -> list[ast.expr | None]:
    """What a file catches and keeps; what it only tidies up after and raises again does not count."""
    handlers = [node for node in ast.walk(tree_of(file)) if isinstance(node, ast.ExceptHandler)]
    return [handler.type for handler in handlers if not _is_raised_again(handler)]


def _is_raised_again(handler: ast.ExceptHandler) -> bool:
    last = handler.body[-1]
    return isinstance(last, ast.Raise) and last.exc is None


def _is_blind(kind: ast.expr | None) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(one is None or (isinstance(one, ast.Name) and one.id in {"Exception", "BaseException"}) for one in kinds)


def test_the_operator_that_the_wire_format_comes_from_is_named_for_that_alone():
    """Senders' software finds its names in the format; people, errors and the code read of this operator only."""
    named_elsewhere = [
        f"{named(file)}: {line.strip()}" for file in tracked(".py", ".md", ".ts", ".tsx", ".html", ".yaml", ".json", ".conf")
        if file.name != Path(__file__).name
        for line in file.read_text(encoding="utf-8").splitlines() if "Kivra" in line and "Kivra's published" not in line
    ]
    assert named_elsewhere == []
