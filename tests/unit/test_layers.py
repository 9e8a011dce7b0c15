"""Who may import whom: no cycles, nobody imports the root, one library in one place, light doors."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from bilingual.resources import PACKAGE

# A room may import rooms of lower rows; its own files it may import freely.
ROWS = [
    {"errors", "text"},
    {"model", "diff"},
    {"resources"},
    {"interface"},
    {"atomic", "decoding", "git", "locking", "lexicon"},
    {"article", "segment", "packages", "catalog", "facts", "form", "terms"},
    {"engines", "workspace", "exchange"},
    {"select", "memory", "pairs", "checks"},
    {"draft", "publish", "doctor", "works", "evaluation"},
    {"training", "suggest"},
    {"build", "exporting", "importing", "inspection", "merge_driver", "review"},
    {"cli"},
    {"__main__"},
]
# Third-party library → the rooms that may import it.
LIBRARIES = {
    "polib": {"interface"},
    "rapidfuzz": {"diff", "catalog"},
    "jinja2": {"publish"},
    "babel": {"publish", "cli"},
    "click": {"cli"},
    "rich": {"cli"},
    "ctranslate2": {"engines", "training"},
    "sentencepiece": {"engines", "training"},
    "spellchecker": {"checks"},
    "torch": {"training"},
    "numpy": {"engines", "training"},
    "sacrebleu": {"evaluation"},
    "argostranslate": {"engines"},
    "starlette": {"review"},
    "uvicorn": {"review"},
}
ALWAYS_REFUSED = {"minisbd", "argostranslate.settings", "argostranslate.translate"}


def modules():
    return sorted(p for p in PACKAGE.rglob("*.py") if "_data" not in p.parts)


def room(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path):
    """Give each module that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            if node.module == "bilingual":
                yield from (f"bilingual.{alias.name}" for alias in node.names)
            else:
                yield node.module


def row(name):
    return next(i for i, names in enumerate(ROWS) if name in names)


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_downwards(path):
    """A file imports its own room and rooms of lower rows; the root only for its version."""
    if path == PACKAGE / "__init__.py":
        return
    for name in imports(path):
        parts = name.split(".")
        if parts[0] != "bilingual" or name == "bilingual.__version__":
            continue
        assert room(path) == parts[1] or row(parts[1]) < row(room(path)), name


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_each_library_has_its_place(path):
    """A third-party library is imported in one room only, so that it can be exchanged there."""
    for name in imports(path):
        library = name.split(".")[0]
        assert name not in ALWAYS_REFUSED
        if library in LIBRARIES:
            assert room(path) in LIBRARIES[library], name
        elif library not in sys.stdlib_module_names:
            assert library == "bilingual", f"{path}: {name} has no place yet"


# What can reach another machine, and the files that may import it.
NETWORK = {"urllib.request", "urllib.error", "http.client", "ssl", "ftplib", "smtplib"}
DOORS = {"packages/transport.py", "packages/download.py", "packages/fetching.py"}
WAY_TO_THE_NETWORK = DOORS | {"cli/models_install.py"}


def test_one_command_has_the_way_to_the_network():
    """The network's libraries are imported in the door only, the door by one command only."""
    doors = {f"bilingual.{name.removesuffix('.py').replace('/', '.')}" for name in DOORS}
    for path in modules():
        name = path.relative_to(PACKAGE).as_posix()
        found = set(imports(path))
        assert name in DOORS or not found & NETWORK, name
        assert name in WAY_TO_THE_NETWORK or not found & doors, name


def test_files_of_a_room_make_no_circle():
    """Within a room too, imports at the top of files never lead back."""
    names = {
        ".".join(("bilingual", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
            ".__init__"
        ): path
        for path in modules()
    }
    graph = {}
    for name, path in names.items():
        graph[name] = set()
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ImportFrom):
                files = {f"{node.module}.{alias.name}" for alias in node.names} & set(names)
                graph[name] |= files or {node.module}
    done, trail = set(), []

    def visit(name):
        assert name not in trail, " → ".join([*trail[trail.index(name) :], name])
        if name in done or name not in graph:
            return
        trail.append(name)
        for other in sorted(graph[name] - {name}):
            visit(other)
        trail.pop()
        done.add(name)

    for name in graph:
        visit(name)
    assert done == set(graph)


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_files_and_functions_stay_short(path):
    """A file has at most 400 lines, a function at most 50 without its docstring."""
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            if ast.get_docstring(node) and len(node.body) > 1:
                first = node.body[1]
            assert node.end_lineno - first.lineno < 50, f"{path.name}: {node.name}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_every_public_thing_says_what_it_is(path):
    """Modules, public classes and public functions have a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), path
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{path.name}: {node.name}"


def loaded(program):
    """Return the modules that are loaded after `program` ran in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys; print('\\n'.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.split(".")[0] for name in done.stdout.splitlines()}


def test_importing_bilingual_loads_nothing_heavy():
    """`import bilingual` brings in none of the libraries."""
    assert not loaded("import bilingual") & {*LIBRARIES, "minisbd", "torch", "numpy"}


def test_help_loads_no_engine():
    """Help and status answer without the engine's libraries."""
    heavy = {"ctranslate2", "sentencepiece", "argostranslate", "jinja2", "babel", "numpy"}
    program = "from bilingual.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass"

    assert not loaded(program) & heavy


def test_drafting_and_publishing_load_no_minisbd(article):
    """The AGPL splitter that Argos brings along is never imported, nor anything that makes folders."""
    program = (
        "from bilingual.cli import main\n"
        f"try: main(['build', {str(article)!r}, '--quiet'])\nexcept SystemExit: pass"
    )
    done = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys; print('\\n'.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    names = set(done.stdout.split())

    assert "ctranslate2" in names
    assert not names & {"minisbd", "torch", "argostranslate.settings", "argostranslate.translate"}
    assert [] == sorted(Path.home().iterdir())
