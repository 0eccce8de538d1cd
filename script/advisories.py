"""Advisories against what the locks pin: see script/advisories."""

import argparse
import json
import re
import subprocess
import sys
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
JUDGED = ROOT / "requirements/advisories.toml"
SECONDS = 20
LARGEST = 32 * 1024 * 1024  # bytes of one answer
_PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


@dataclass(frozen=True, order=True)
class Advisory:
    """One that is known against a pinned version; ``fixed``: versions without it."""

    package: str
    version: str
    id: str
    fixed: str
    summary: str

    def __str__(self) -> str:
        """A line to read."""
        fixed = f"fixed in {self.fixed}" if self.fixed else "no fix is known"
        return f"{self.id}: {self.package} {self.version}, {fixed}. {self.summary}"


def pinned(root: Path = ROOT) -> list[tuple[str, str]]:
    """Name and version of each Python package in any lock."""
    locks = sorted((root / "requirements").glob("*.lock"))
    return sorted({pin for lock in locks for pin in _PIN.findall(lock.read_text("utf-8"))})


def judged(path: Path = JUDGED) -> set[tuple[str, str]]:
    """Package and id of what was looked at and found not to reach us."""
    listed = tomllib.loads(path.read_text("utf-8"))["judged"]
    return {(each["package"], each["id"]) for each in listed}


def of_pypi(base: str, name: str, version: str) -> Iterator[Advisory]:
    """What PyPI knows against one version. Raises OSError, ValueError where it does not say."""
    with urllib.request.urlopen(f"{base}/pypi/{name}/{version}/json", timeout=SECONDS) as answer:  # noqa: S310 -- the address is given by who runs this
        said = json.loads(answer.read(LARGEST))
    for each in said["vulnerabilities"]:
        if not each.get("withdrawn"):
            fixed = ", ".join(each.get("fixed_in") or ())
            summary = (each.get("summary") or each.get("details") or "").partition("\n")[0]
            yield Advisory(name, version, each["id"], fixed, summary[:120])


def of_npm() -> list[Advisory]:
    """What ``npm audit`` says of package-lock.json. Raises ValueError where it does not say."""
    command = ["npm", "audit", "--json", "--package-lock-only"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 -- npm, as the lock pins it
    said: dict[str, Any] = json.loads(done.stdout)
    if "vulnerabilities" not in said:
        raise ValueError(said.get("message", "npm audit says nothing"))
    return [
        Advisory(each["name"], each["range"], str(via["source"]), "", via["title"])
        for each in said["vulnerabilities"].values()
        for via in each["via"]
        if isinstance(via, dict)
    ]


def main() -> int:
    """Ask, tell, and give the exit code."""
    parser = argparse.ArgumentParser(prog="script/advisories")
    parser.add_argument("--pypi", required=True, help="where PyPI's JSON is, or a mirror of it")
    parser.add_argument("--without-npm", action="store_true")
    options = parser.parse_args()
    known: list[Advisory] = []
    silent: list[str] = []
    for name, version in pinned():
        try:
            known += of_pypi(options.pypi, name, version)
        except (OSError, ValueError, KeyError) as error:
            silent.append(f"PyPI on {name} {version}: {error}")
    if not options.without_npm:
        try:
            known += of_npm()
        except (OSError, ValueError, KeyError) as error:
            silent.append(f"npm: {error}")
    return tell(known, silent)


def tell(known: list[Advisory], silent: list[str]) -> int:
    """Say what is new, and who did not answer."""
    looked_at = judged()
    new = sorted({each for each in known if (each.package, each.id) not in looked_at})
    for each in new:
        print(f"✗ {each}")
    for each in silent[:5]:
        print(f"? no answer: {each}")
    if len(silent) > 5:  # noqa: PLR2004 -- enough to see what is wrong
        print(f"? and {len(silent) - 5} more")
    if new:
        print("Read each. Then take the fix (script/lock --urgent), or write your judgement into")
        print("requirements/advisories.toml.")
        return 1
    if silent:
        print("Nothing new is known from those who answered; ask again where all of them do.")
        return 2
    print("✓ Nothing is known against what is pinned that was not judged.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
