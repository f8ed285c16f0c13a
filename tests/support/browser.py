"""The browser of the tests: this machine's Chromium or Chrome. As a script: sees to having one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

_NAMES = ("google-chrome", "google-chrome-stable", "chrome", "chromium", "chromium-browser")
_BUNDLES = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
)
MISSING = (
    "no Chromium or Chrome on this machine: browser tests are not run. Install one (Debian: "
    "apt-get install chromium) or name its executable in PAPERTIDES_BROWSER."
)


def find_browser() -> Path | None:
    """The executable of a Chromium or Chrome; None if the machine has none."""
    named = [os.environ.get("PAPERTIDES_BROWSER", ""), *_NAMES]
    on_path = [found for name in named if name and (found := shutil.which(name))]
    folders = (Path("/Applications"), Path.home() / "Applications")
    bundles = [path for folder in folders for name in _BUNDLES if (path := folder / name).exists()]
    return next((Path(found) for found in [*on_path, *bundles]), None)


def is_required() -> bool:
    """Whether a test that misses its browser has failed, as it has in continuous integration."""
    return os.environ.get("PAPERTIDES_REQUIRE_BROWSER", "") not in ("", "0")


def install_browser() -> bool:
    """Install Debian's chromium where no password is needed; whether that succeeded."""
    if not shutil.which("apt-get"):
        return False
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if sudo and not (shutil.which("sudo") and _succeeds([*sudo, "true"])):
        return False
    print("Installing Debian's chromium for the browser tests ...", flush=True)
    quiet = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    _succeeds([*quiet, "update"])
    return _succeeds([*quiet, "install", "--yes", "--no-install-recommends", "chromium"])


def _succeeds(command: list[str]) -> bool:
    return subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    browser = find_browser() or (find_browser() if install_browser() else None)
    print(f"Browser of the tests: {browser}" if browser else f"\n*** {MISSING} ***\n")
    sys.exit(is_required() and browser is None)
