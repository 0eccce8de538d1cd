"""Start and rest: seconds from the command to the first answer, and memory once nothing is asked.

    python bench/startup.py [--runs 5]

SQLite, founded, pages built. Baseline in the same run: `python -c "import django"`, which no
Django site can start faster than.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests" / "support"))

from houses import House, found_house

REST = 3.0  # seconds without a request


def start_seconds(house: House) -> float:
    """From the command to the first 200 of ``/health``; Heard stays up."""
    began = time.perf_counter()
    house.heard.start()
    return time.perf_counter() - began


def resident_megabytes(house: House) -> float:
    """Resident memory of the process and its children; pages that they share count once."""
    process = house.heard.process
    assert process is not None
    pids = subprocess.run(
        ["pgrep", "-s", str(process.pid)], capture_output=True, text=True, check=True
    ).stdout.split()
    lines = "".join(Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids).splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def baseline_seconds() -> float:
    """An interpreter that imports Django and ends."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import django"], check=True)
    return time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="heard-bench-") as folder:
        house = found_house(Path(folder) / "data")
        starts = []
        for _ in range(runs):
            starts.append(start_seconds(house))
            house.heard.stop()
        house.heard.start()
        time.sleep(REST)
        memory = resident_megabytes(house)
        house.heard.stop()
    base = statistics.median(baseline_seconds() for _ in range(runs))
    print(f"start           {statistics.median(starts):6.2f} s   (worst {max(starts):.2f} s)")
    print(f"import django   {base:6.2f} s")
    print(f"resident, idle  {memory:6.0f} MB")


if __name__ == "__main__":
    main()
