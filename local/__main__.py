"""`python -m local` starts the operator; `python -m local reset` forgets what it stored."""

import sys


def main(arguments: list[str]) -> int:
    match arguments:
        case []:
            from local import supervisor

            return supervisor.run()
        case ["reset"]:
            from local import supervisor

            return supervisor.reset()
        case ["operations", *rest]:
            from local import operations

            return operations.run(rest)
        case ["emulator" | "app" as name, text]:
            _child(name, text)
            return 0
    print("python -m local [reset | operations ...]", file=sys.stderr)
    return 2


def _child(name: str, text: str) -> None:
    """One of the two processes that the supervisor starts."""
    from local.settings import Settings

    settings = Settings.from_json(text)
    if name == "emulator":
        from local.emulator import process as emulator

        emulator.run(settings)
    else:
        from local.front import process as front

        front.run(settings)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
