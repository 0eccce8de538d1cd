"""The walls between the rooms of client/ hold, and each is broken when its fault is planted."""

import ast
import shutil
import subprocess
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
KINDS = {
    "a value": 'import {{ planted }} from "{}";\nexport const of = planted;\n',
    "a type": 'import type {{ Planted }} from "{}";\nexport type Of = Planted;\n',
    "handed on": 'export * from "{}";\n',
    "late": 'export const of = () => import("{}");\n',
    "a type in passing": 'export type Of = import("{}").Planted;\n',
}
# importing room, what it is to import; each room has a file planted.ts
FAULTS = [
    ("lib", "../pages/planted.ts"),
    ("lib", "../pages/desk/planted.ts"),
    ("pages", "./desk/planted.ts"),
    ("pages", "./public/planted.ts"),
    ("pages", "./reporter/planted.ts"),
    ("pages/desk", "../reporter/planted.ts"),
    ("pages/reporter", "../desk/planted.ts"),
    ("pages/desk", "../public/planted.ts"),
    ("pages/reporter", "../public/planted.ts"),
    ("pages/public", "../desk/planted.ts"),
    ("pages/public", "../reporter/planted.ts"),
    ("ui", "../pages/planted.ts"),
    ("ui", "../pages/desk/planted.ts"),
    *((room, "../ui/planted.ts") for room in ("lib", "pages")),
    *((f"pages/{door}", "../../ui/planted.ts") for door in ("public", "reporter")),
]
# Each way in which Preact comes into a file; the last is what JSX becomes.
PREACT = {
    "itself": 'export { h as planted } from "preact";\n',
    "its hooks": 'import type { Inputs } from "preact/hooks";\nexport type Of = Inputs;\n',
    "late": 'export const of = () => import("preact");\n',
    "as markup": "export const of = <p>planted</p>;\n",
}
PLANTED = "export const planted = 1;\nexport type Planted = 1;\n"


def faults_in(folder: Path) -> list[str]:
    """What ``folder/client/walls.mjs`` says; a compiler that does not answer is a fault too."""
    command = ["node", "client/walls.mjs"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    said = done.stderr.splitlines()
    assert (done.returncode == 0) == (not said), done.stdout + done.stderr
    return said


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the client, with a file in each room that imports nothing."""
    copy = tmp_path_factory.mktemp("walls")
    shutil.copy(ROOT / "tsconfig.json", copy)
    shutil.copytree(ROOT / "client", copy / "client")
    (copy / "node_modules").symlink_to(ROOT / "node_modules")
    for room in ("lib", "pages", "pages/desk", "pages/public", "pages/reporter", "ui"):
        (copy / "client" / room / "planted.ts").write_text(PLANTED)
    return copy


@pytest.fixture
def copy(whole: Path):
    """``whole``, in which what a test plants as ``fault*.ts`` is gone after it."""
    yield whole
    for planted in (whole / "client").rglob("fault*.ts*"):
        planted.unlink()


def test_the_client_keeps_its_walls() -> None:
    assert faults_in(ROOT) == []


def test_the_copy_is_whole(copy: Path) -> None:
    assert faults_in(copy) == []


def test_a_planted_import_is_refused_by_its_wall(copy: Path) -> None:
    for at, (room, target) in enumerate(FAULTS):
        fault = copy / "client" / room / f"fault{at}.ts"
        fault.write_text(KINDS["a value"].format(target))
    said = faults_in(copy)
    assert len(said) == len(FAULTS)
    for at, (room, _) in enumerate(FAULTS):
        begins = f"client/{room}/fault{at}.ts imports "
        assert [each for each in said if each.startswith(begins) and "may not know" in each] != []


def test_preact_is_for_the_desk_alone(copy: Path) -> None:
    rooms = ("lib", "pages", "pages/desk", "pages/public", "pages/reporter", "ui")
    for room in rooms:
        for at, text in enumerate(PREACT.values()):
            (copy / f"client/{room}/fault{at}.tsx").write_text(text)
    refused = {each.split(" imports ")[0] for each in faults_in(copy)}
    vanilla = set(rooms) - {"ui", "pages/desk"}
    assert refused == {
        f"client/{room}/fault{at}.tsx" for room in vanilla for at in range(len(PREACT))
    }


def test_every_kind_of_import_counts(copy: Path) -> None:
    for at, text in enumerate(KINDS.values()):
        (copy / f"client/lib/fault{at}.ts").write_text(text.format("../pages/planted.ts"))
    over = "imports client/pages/planted.ts: client/lib may not know client/pages"
    assert sorted(faults_in(copy)) == [
        f"client/lib/fault{at}.ts {over}" for at in range(len(KINDS))
    ]


@pytest.mark.parametrize(
    "ways", [("a value", "a type", "handed on"), (*list(KINDS)[3:], "a value")]
)
def test_a_planted_circle_is_refused(copy: Path, ways: tuple[str, ...]) -> None:
    """Each kind of import is one without which there is no circle."""
    for (at, on), kind in zip(((1, 2), (2, 3), (3, 1)), ways, strict=True):
        text = PLANTED + KINDS[kind].format(f"./fault{on}.ts")
        (copy / f"client/pages/desk/fault{at}.ts").write_text(text)
    [said] = faults_in(copy)
    assert said.startswith("a circle: ")
    assert {f"client/pages/desk/fault{at}.ts" for at in (1, 2, 3)} < {*said.split(" ")}


def test_a_junk_drawer_is_refused(copy: Path) -> None:
    drawer = copy / "client/utils"
    drawer.mkdir()
    (drawer / "fault.ts").write_text(KINDS["late"].format("../lib/planted.ts"))
    [said] = faults_in(copy)
    assert said == "client/utils/fault.ts: client/utils is no room of client/walls.mjs"


def test_makers_of_vectors_stand_in_order(tmp_path: Path) -> None:
    order([*(ROOT / "vectors").glob("*.py")])
    for name, text in {
        "one": "def late():\n    import two\n",
        "two": "from one import late\n",
    }.items():
        (tmp_path / f"{name}.py").write_text(text)
    with pytest.raises(CycleError):
        order([*tmp_path.glob("*.py")])


def order(files: list[Path]) -> None:
    """Raises CycleError where modules of one folder import each other, late imports included."""
    names = {file.stem: imported_by(file) for file in files}
    TopologicalSorter({name: of & set(names) for name, of in names.items()}).prepare()


def imported_by(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found
