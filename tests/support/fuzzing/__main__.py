"""Every target on both sides for so many minutes: script/fuzz."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from fuzzing.all_targets import TARGETS
from fuzzing.seeds import ROOT
from fuzzing.twins import OWN, TWINS

TOLD = '{"target"'
NODE = ["node", "--disable-warning=ExperimentalWarning", "client/fuzz/main.mjs", "explore"]


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/fuzz")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--target", action="append", default=[], help="only these")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--into", type=Path, default=ROOT / "var/fuzz")
    options = parser.parse_args()
    unknown = [name for name in options.target if name not in {*TARGETS, *TWINS, *OWN}]
    if unknown:
        parser.error(f"no such target: {', '.join(unknown)}")
    crashes = options.into / "crashes"
    node = _explore(options, crashes)
    told = [_one(name, options, crashes) for name in TARGETS if _wanted(name, options)]
    there = _finished(node)
    return _say(told, there, crashes)


def _wanted(name: str, options: argparse.Namespace) -> bool:
    return not options.target or name in options.target


def _explore(options: argparse.Namespace, crashes: Path) -> subprocess.Popen[str] | None:
    """TypeScript by itself, at the same time: what only pages read, and the twins again."""
    wanted = [name for name in (*TWINS, *OWN) if _wanted(name, options)]
    if not wanted:
        return None
    chosen = [part for name in wanted for part in ("--target", name)]
    seconds = ["--seconds", str(options.minutes * 60), "--seed", str(options.seed)]
    command = [*NODE, *seconds, "--crashes", str(crashes), *chosen]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _one(name: str, options: argparse.Namespace, crashes: Path) -> dict[str, Any]:
    share = options.minutes * 60 / sum(_wanted(each, options) for each in TARGETS)
    command = [sys.executable, "-m", "fuzzing.engine", name, "--seconds", f"{share:.1f}"]
    folders = ["--corpus", str(options.into / "corpus"), "--crashes", str(crashes)]
    done = subprocess.run([*command, *folders], capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith(TOLD)]
    told = json.loads(lines[-1]) if lines else {"target": name, "inputs": 0, "compared": 0}
    # Killed for its memory or for one input that took too long, it says nothing itself.
    told["broken"] = done.returncode != 0 or not lines
    if told["broken"]:
        print(f"{name} ended with {done.returncode}", file=sys.stderr)
        print(done.stdout[-1000:], done.stderr[-4000:], file=sys.stderr)
    print(json.dumps(told), flush=True)
    return told


def _finished(node: subprocess.Popen[str] | None) -> dict[str, Any]:
    if node is None:
        return {"inputs": 0, "broken": 0}
    said, _ = node.communicate()
    lines = said.splitlines()
    return json.loads(lines[-1]) if lines else {"inputs": 0, "broken": 1}


def _say(told: list[dict[str, Any]], there: dict[str, Any], crashes: Path) -> int:
    here = sum(each["inputs"] for each in told)
    compared = sum(each.get("compared", 0) for each in told)
    broken = [each["target"] for each in told if each["broken"]]
    total = here + there["inputs"]
    print(
        f"{total:,} inputs: {here:,} Python, {there['inputs']:,} TypeScript; {compared:,} compared"
    )
    if broken or there["broken"]:
        print(f"✗ BrokenError: {', '.join(broken) or 'see above'}. The inputs are in {crashes}.")
        return 1
    print("✓ Nothing broke.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
