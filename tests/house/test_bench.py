"""Each benchmark can begin: what it imports is there, before Django knows its settings."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOAD = """
import runpy, sys
sys.path.insert(0, "bench")
for path in sys.argv[1:]:
    runpy.run_path(path, run_name="loaded")
    print(path)
"""


def test_each_benchmark_can_begin():
    files = [str(each) for each in sorted(ROOT.glob("bench/[a-z]*.py"))]
    unset = {name: each for name, each in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    done = subprocess.run(
        [sys.executable, "-c", LOAD, *files],
        env=unset,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == files, done.stderr[-2000:]
    assert files
