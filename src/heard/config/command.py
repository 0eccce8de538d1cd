"""``heard``: the operator's commands under plain names (heard/doors/operator)."""

import os
import pkgutil
import sys

from heard.config.reading import SettingsError

# They work on files that anyone may hold, so they need no site and no database.
OFFLINE = ("open", "verify", "verify-site", "witness")


def main(argv: list[str] | None = None) -> int:
    """Run one command; answers the exit status."""
    words = list(sys.argv[1:] if argv is None else argv)
    if not words or words[0] in {"help", "-h", "--help"}:
        print(_overview())  # noqa: T201 -- a command speaks on standard output
        return 0
    if words[0] not in _names():
        print(f"heard: no command {words[0]!r}.\n{_overview()}", file=sys.stderr)  # noqa: T201
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "heard.config.settings")
    if words[0] in OFFLINE:
        os.environ.setdefault("HEARD_OFFLINE", "on")
    return _run(words)


def _run(words: list[str]) -> int:
    from django.core.management import execute_from_command_line  # noqa: PLC0415 -- after the environment is set

    try:
        execute_from_command_line(["heard", words[0].replace("-", "_"), *words[1:]])
    except SettingsError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    return 0


def _names() -> list[str]:
    import heard.doors.operator.management.commands as room  # noqa: PLC0415 -- only to look into it

    found = (module.name for module in pkgutil.iter_modules(room.__path__))
    return sorted(name.replace("_", "-") for name in found if not name.startswith("_"))


def _overview() -> str:
    return "\n".join(["Usage: heard COMMAND …; heard COMMAND --help explains one.", *_names()])
