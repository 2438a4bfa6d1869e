"""static/vendor/ is what package.json says, asks nothing of the net, and holds every icon used."""

import hashlib
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "static" / "vendor"
VERSIONS = json.loads((VENDOR / "VERSIONS.json").read_text("utf-8"))
CODE = sorted(path for path in VENDOR.rglob("*") if path.suffix in {".css", ".js", ".svg"})
ICON_USE = re.compile(
    r"""\{%-?\s*icon\s+["']([a-z0-9-]+)["']"""  # {% icon "home" %}
    r"""|\#tabler-([a-z0-9][a-z0-9-]*)"""  # href="…icons.svg#tabler-home"
    r"""|(?<![\w-])icon=["']([a-z0-9-]+)["']"""  # {% include "…" with icon="home" %}
)


def sprite_names() -> list[str]:
    sprite = (VENDOR / "icons/icons.svg").read_text("utf-8")
    return re.findall(r'<symbol id="tabler-([^"]+)"', sprite)


def icons_used(text: str) -> set[str]:
    return {name for groups in ICON_USE.findall(text) for name in groups if name}


def sources() -> list[Path]:
    """Every template and template tag module of the project."""
    folders = [d for d in ROOT.iterdir() if d.is_dir() and not d.name.startswith(".")]
    own = [d for d in folders if d.name not in {"static", "staticfiles", "node_modules", "var"}]
    return sorted(
        path
        for folder in own
        for path in folder.rglob("*")
        if (path.suffix == ".html" and "templates" in path.parts) or (path.suffix == ".py" and path.parent.name == "templatetags")
    )


def test_versions_are_those_of_package_json_and_of_the_lock():
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    readme = (VENDOR / "README.md").read_text("utf-8")

    for name, version in (package["dependencies"] | package["devDependencies"]).items():
        assert VERSIONS[name]["version"] == version
        assert lock[f"node_modules/{name}"]["version"] == version
        assert lock[f"node_modules/{name}"]["integrity"].startswith("sha512-")
        assert f"| {name} | {version} |" in readme


def test_files_are_as_make_vendor_wrote_them():
    hashes = {path: sha for entry in VERSIONS.values() for path, sha in entry["sha256"].items()}
    found = {
        path.relative_to(VENDOR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name not in {"README.md", "VERSIONS.json"}
    }
    assert found == hashes


@pytest.mark.parametrize("name", ["package.json", "package-lock.json"])
def test_no_registry_host_is_named(name):
    text = (ROOT / name).read_text("utf-8")
    assert '"resolved"' not in text
    assert not re.search(r"registry|npmjs|npmmirror|\.tgz", text)


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.name)
def test_file_asks_nothing_of_the_net(path):
    text = path.read_text("utf-8")
    assert "sourceMappingURL" not in text
    assert not re.search(r"""(@import\s*|url\(\s*)["']?\s*(https?:)?//""", text)
    assert not re.search(r"@import\b", text)


@pytest.mark.parametrize("folder", ["tabler", "htmx", "echarts", "icons"])
def test_licence_lies_beside_the_files(folder):
    assert len((VENDOR / folder / "LICENSE").read_text("utf-8")) > 500


def test_sprite_names_each_icon_once():
    names = sprite_names()
    assert len(names) > 100
    assert len(names) == len(set(names))


def test_icon_uses_are_recognised():
    text = """{% icon "home" %} {% icon 'x' class="me-1" %} "#tabler-plus" "#tabler-{name}"
    {% include "empty.html" with icon="inbox" %} <link rel="icon" href="/favicon.ico">"""
    assert icons_used(text) == {"home", "x", "plus", "inbox"}


def test_every_icon_used_is_in_the_sprite():
    known = set(sprite_names())
    missing = {f"{path.relative_to(ROOT)}: {name}" for path in sources() for name in icons_used(path.read_text("utf-8")) - known}
    assert not missing, "add the name to ICONS in deploy/vendor.py and run `make vendor`"
