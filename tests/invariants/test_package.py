"""The bundle that goes to Lambda: our code and what it needs, compiled, nothing else, the same at every build."""

import ast
import shutil
import subprocess
import sys
import zipfile

import pytest

from infra import package
from infra.package import ROOT, SERVICES, belongs, pack, render
from infra.templates import rendered
from tests.invariants.test_repository import imported

pytestmark = pytest.mark.xdist_group("infra")  # the template is rendered once

TAG = sys.implementation.cache_tag
RAW = {
    "app.py": "from chalicelib import x\n",
    "chalicelib/x.py": '"""x"""\nNAMES = {"one", "two", "three"}\n',
    "chalicelib/__pycache__/x.cpython-311.pyc": "left by a test run",
    "dependency/tests/test_it.py": "",
    "dependency/__init__.pyi": "",
    "botocore/data/s3/2006-03-01/service-2.json.gz": "",
    "botocore/data/ec2/2016-11-15/service-2.json.gz": "",
    "botocore/data/partitions.json": "{}",
}


# Chalice packs itself; these come with what stands in requirements.txt.
ALONG = {"chalice", "pydantic_core", "urllib3"}


@pytest.fixture
def bundle(tmp_path):
    """A small bundle as Chalice would leave it."""
    path = tmp_path / "deployment.zip"
    with zipfile.ZipFile(path, "w") as raw:
        for name, text in RAW.items():
            raw.writestr(name, text)
    return path


@pytest.mark.parametrize("name", [
    "app.py", "chalicelib/delivery/store.py", "botocore/data/dynamodb/2012-08-10/service-2.json.gz",
    "botocore/data/endpoints.json", "pydantic_core/_pydantic_core.cpython-311-aarch64-linux-gnu.so",
    "nh3-0.3.7.dist-info/METADATA", "tzdata/zoneinfo/Europe/Stockholm",
])
def test_what_runs_belongs_in_the_bundle(name):
    assert belongs(name)


@pytest.mark.parametrize("name", [
    "tests/api/test_send.py", "dependency/tests/test_it.py", "chalicelib/__pycache__/wiring.cpython-311.pyc",
    "local/front/server.py", "bench/sending.py", "infra/package.py", "web/index.html", "bin/jp.py",
    "botocore/data/ec2/2016-11-15/service-2.json.gz", "botocore/data/s3/2006-03-01/examples-1.json", "botocore/py.typed/", "six.pyi",
])
def test_what_does_not_run_does_not_belong(name):
    assert not belongs(name)


def test_the_bundle_is_compiled_and_never_looks_at_its_sources(bundle):
    pack(bundle)
    with zipfile.ZipFile(bundle) as packed:
        assert set(packed.namelist()) == {
            "app.py", f"__pycache__/app.{TAG}.pyc", "chalicelib/x.py", f"chalicelib/__pycache__/x.{TAG}.pyc",
            "botocore/data/s3/2006-03-01/service-2.json.gz", "botocore/data/partitions.json",
        }
        compiled = packed.read(f"chalicelib/__pycache__/x.{TAG}.pyc")
    unchecked_hash = (1).to_bytes(4, "little")
    assert compiled[4:8] == unchecked_hash
    assert b"/var/task/chalicelib/x.py" in compiled


def test_the_same_code_gives_the_same_bundle(bundle, tmp_path):
    other = tmp_path / "elsewhere.zip"
    shutil.copy(bundle, other)
    pack(bundle)
    pack(other)
    assert bundle.read_bytes() == other.read_bytes()


def test_our_code_and_nothing_of_the_laptop_is_in_the_bundle(tmp_path):
    bundle = tmp_path / "deployment.zip"
    shutil.copy(rendered() / "deployment.zip", bundle)
    pack(bundle)
    with zipfile.ZipFile(bundle) as packed:
        names = packed.namelist()
    sources = {name for name in names if name.endswith(".py") and name.split("/")[0] != "chalice"}
    assert sources == {"app.py"} | {str(path.relative_to(ROOT)) for path in (ROOT / "chalicelib").rglob("*.py")}
    texts = {f"chalicelib/recipients/texts/{path.name}" for path in (ROOT / "chalicelib/recipients/texts").iterdir()}
    assert texts & set(names) == texts != set()
    assert {name.split("/")[0] for name in names} == {"app.py", "__pycache__", "chalice", "chalicelib"}


def test_every_aws_service_that_is_called_is_in_the_bundle():
    called = set()
    for path in (ROOT / "chalicelib").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "client":
                called |= {argument.value for argument in node.args if isinstance(argument, ast.Constant)}
    assert called == SERVICES


def test_a_dependency_without_a_wheel_for_lambda_stops_the_build(tmp_path, monkeypatch):
    """Chalice itself ends well then, and would use the broken bundle again."""
    said = subprocess.CompletedProcess([], 0, stdout="Could not install dependencies:\nsome==1.0\n", stderr="")
    monkeypatch.setattr(package.subprocess, "run", lambda *_, **__: said)
    with pytest.raises(SystemExit, match="Could not install"):
        render("dev", tmp_path, tmp_path / "out")


def test_an_app_that_cannot_be_read_stops_the_build(tmp_path):
    (tmp_path / ".chalice").mkdir()
    (tmp_path / ".chalice" / "config.json").write_text('{"version": "2.0", "app_name": "broken"}')
    (tmp_path / "app.py").write_text("import nothing_of_this_name\n")
    with pytest.raises(SystemExit, match="nothing_of_this_name"):
        render("dev", tmp_path, tmp_path / "out")


def test_only_what_runs_in_lambda_is_shipped():
    """What the code imports, and what says why it goes along; the rest stays in requirements-dev.txt."""
    lines = [line for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line]
    shipped = {line.partition("==")[0].replace("-", "_"): "#" in line for line in lines}
    used = set().union(*map(imported, [ROOT / "app.py", *(ROOT / "chalicelib").rglob("*.py")]))
    others = used - set(sys.stdlib_module_names) - {"chalicelib"} - ALONG
    assert others <= set(shipped)
    assert {name for name, says_why in shipped.items() if not says_why} <= others
