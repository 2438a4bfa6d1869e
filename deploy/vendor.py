"""Rebuild static/vendor/ from npm packages: `make vendor`.

package.json names the exact versions and package-lock.json their sha512; a package whose bytes
differ from the lock stops the run before anything is written. To update: change the version in
package.json, then
`npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved=true`
and `make vendor`. Running it twice writes identical bytes.
"""

import base64
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "static" / "vendor"

# Outline icons of @tabler/icons; `{% icon "name" %}` refers to #tabler-name in the sprite.
ICONS = """
adjustments alert-circle alert-triangle archive arrow-back-up arrow-down arrow-left arrow-right
arrow-up arrows-sort ban bell bolt bookmark briefcase building building-factory-2 buildings
calendar-due calendar-event calendar-week chart-bar chart-line check checks chevron-down
chevron-left chevron-right chevron-up circle circle-check circle-dot circle-minus circle-x
clipboard-check clipboard-list clock coin columns copy crane device-floppy diamond dots
dots-vertical download droplet external-link eye file-spreadsheet file-text filter flag folder
help history home home-2 hourglass id inbox info-circle key language layout-dashboard list-check
list-details lock login logout map-pin menu-2 message minus notes paperclip pencil percentage phone
photo plus printer refresh report report-analytics road ruler-2 scale search send settings sitemap
sort-ascending sort-descending square star table target tool trash trending-down trending-up
triangle truck upload user user-check user-circle user-x users users-group wall world x
""".split()

# package -> {file in the package: file under static/vendor/}
FILES: dict[str, dict[str, str]] = {
    "@tabler/core": {
        "dist/css/tabler.min.css": "tabler/tabler.min.css",
        "dist/js/tabler.min.js": "tabler/tabler.min.js",
    },
    "htmx.org": {"dist/htmx.min.js": "htmx/htmx.min.js", "LICENSE": "htmx/LICENSE"},
    "echarts": {
        "dist/echarts.common.min.js": "echarts/echarts.common.min.js",
        "LICENSE": "echarts/LICENSE",
        "NOTICE": "echarts/NOTICE",
        "licenses/LICENSE-d3": "echarts/LICENSE-d3",
    },
    "@tabler/icons": {"LICENSE": "icons/LICENSE"},
    # Only the licences: their code is inside tabler.min.js and echarts.common.min.js.
    "bootstrap": {"LICENSE": "tabler/LICENSE-bootstrap"},
    "@popperjs/core": {"LICENSE.md": "tabler/LICENSE-popper"},
    "zrender": {"LICENSE": "echarts/LICENSE-zrender"},
}

SOURCE_MAP = re.compile(rb"\s*(?://[#@] ?sourceMappingURL=\S+|/\*[#@] ?sourceMappingURL=.*?\*/)\s*")

README = """# Front-end files of others

Written by `make vendor` (`deploy/vendor.py`); do not edit by hand. Versions are pinned in
`package.json`, their sha512 in `package-lock.json`, the sha256 of each file in `VERSIONS.json`.
To update, see the head of `deploy/vendor.py`; to add an icon, add its name there.
The source map comments are removed; nothing else is changed.

| package | version | licence | files |
|---|---|---|---|
"""


def packed(name: str, version: str, integrity: str) -> dict[str, bytes]:
    """Path inside the package -> bytes, after the archive matched the lock."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", f"{name}@{version}", "--silent", "--pack-destination", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        data = archive.read_bytes()
    actual = "sha512-" + base64.b64encode(hashlib.sha512(data).digest()).decode()
    if actual != integrity:
        sys.exit(f"{name}@{version}: {actual} is not {integrity} of package-lock.json")
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        return {
            member.name.partition("/")[2]: stream.read()
            for member in tar
            if member.isfile() and (stream := tar.extractfile(member))
        }


def tabler_license(core: dict[str, bytes], icons: dict[str, bytes]) -> bytes:
    """@tabler/core ships none: its banner's copyright lines over its author's MIT text."""
    banner = core["dist/css/tabler.min.css"].decode().partition("*/")[0]
    owners = "\n".join(re.findall(r"Copyright .*", banner))
    terms = icons["LICENSE"].decode().partition("Permission is hereby")
    return f"MIT License\n\n{owners}\n\n{terms[1]}{terms[2]}".encode()


def sprite(icons: dict[str, bytes]) -> bytes:
    """One <symbol> per icon; the stroke width is left to the page (Tabler's .icon)."""
    symbols = []
    for name in sorted(set(ICONS)):
        source = icons.get(f"icons/outline/{name}.svg")
        if source is None:
            sys.exit(f"@tabler/icons has no outline icon {name!r}")
        shapes = re.findall(r"<(?:path|circle|rect|line|ellipse|poly\w+)\b[^>]*/>", source.decode())
        symbols.append(
            f'<symbol id="tabler-{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
            'stroke-linecap="round" stroke-linejoin="round">'
            + "".join(shape for shape in shapes if "M0 0h24v24H0z" not in shape)
            + "</symbol>\n"
        )
    head = '<svg xmlns="http://www.w3.org/2000/svg">\n'
    return (head + "".join(symbols) + "</svg>\n").encode()


def main() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_bytes())["packages"]
    locked = {name: lock[f"node_modules/{name}"] for name in FILES}
    packages = {n: packed(n, entry["version"], entry["integrity"]) for n, entry in locked.items()}
    built: dict[str, dict[str, bytes]] = {
        name: {target: SOURCE_MAP.sub(b"\n", packages[name][old]) for old, target in files.items()} for name, files in FILES.items()
    }
    core, icons = packages["@tabler/core"], packages["@tabler/icons"]
    built["@tabler/core"]["tabler/LICENSE"] = tabler_license(core, icons)
    built["@tabler/icons"]["icons/icons.svg"] = sprite(icons)

    versions, table, output = {}, README, dict[str, bytes]()
    for name, files in sorted(built.items()):
        version, files = locked[name]["version"], dict(sorted(files.items()))
        hashes = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
        versions[name] = {"version": version, "sha256": hashes}
        shown = ", ".join(f"`{path}`" for path in files)
        table += f"| {name} | {version} | {locked[name]['license']} | {shown} |\n"
        output |= files
    output["VERSIONS.json"] = (json.dumps(versions, indent=2) + "\n").encode()
    output["README.md"] = table.encode()

    for stale in TARGET.rglob("*"):
        if stale.is_file() and stale.relative_to(TARGET).as_posix() not in output:
            stale.unlink()
    for path, data in sorted(output.items()):
        (TARGET / path).parent.mkdir(parents=True, exist_ok=True)
        (TARGET / path).write_bytes(data)
        print(f"{len(data):>9,}  static/vendor/{path}")


if __name__ == "__main__":
    main()
