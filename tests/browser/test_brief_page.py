"""The brief in a real browser: no error, no request, no sideways scrolling, every link lands."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from postwar.publish.brief import render_brief

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking",
         "--no-first-run", "--disable-component-update", "--disable-sync", "--disable-extensions",
         "--disable-default-apps", "--allow-file-access-from-files", "--enable-logging=stderr", "--log-level=0")
VENDOR = re.compile(r"//([\w-]+\.)*(google|googleapis|gvt1|gstatic)\.com")     # the browser's own calls home

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")]


def invented() -> ModuleType:
    """The invented settlement of tests/invented.py."""
    name = "invented_settlement"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).parents[1] / "invented.py")
        assert spec is not None and spec.loader is not None
        sys.modules[name] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The brief of the invented settlement as a file."""
    halda = invented()
    text = render_brief(halda.case(), halda.situation(), halda.outlook(), halda.books(), halda.previous())["brief.html"]
    path = tmp_path_factory.mktemp("brief") / "brief.html"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def browse(path: Path, *flags: str, size: str = "1200,900") -> subprocess.CompletedProcess[str]:
    """Open a file and give back its document as the browser holds it."""
    profile = path.parent / "profile"
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}", f"--window-size={size}", *flags, "--dump-dom"]
    return subprocess.run([*command, path.as_uri()], capture_output=True, text=True, timeout=120, check=True)


def addresses(log: Path) -> set[str]:
    """The web addresses that a browser's network log names, but for the browser's own calls home."""
    text = log.read_text(encoding="utf-8")
    try:
        events = json.loads(text)["events"]
    except json.JSONDecodeError:     # a log that was cut short has no closing bracket
        events = [json.loads(row.rstrip(",")) for row in text.splitlines()[1:] if row.startswith('{"params"')]
    asked = {e["params"]["url"] for e in events if isinstance(e.get("params"), dict) and "url" in e["params"]}
    return {url for url in asked if url.startswith(("http", "ftp", "ws")) and not VENDOR.search(url)}


def test_no_console_message_and_no_request_but_for_the_file_itself(page: Path) -> None:
    log = page.parent / "net.json"
    result = browse(page, f"--log-net-log={log}")
    assert "Who says so" in result.stdout
    assert not re.search(r"CONSOLE|Content.Security.Policy|Refused to", result.stderr), result.stderr
    assert not addresses(log)


def test_these_eyes_see_a_request_and_a_refusal(page: Path) -> None:
    """The test above can fail: a picture from elsewhere is refused by the policy, and asked for where there is none."""
    text = page.read_text(encoding="utf-8").replace("<main", '<img src="http://localhost:9/x.png"><main', 1)
    refused, asked = page.parent / "refused.html", page.parent / "asked.html"
    refused.write_text(text, encoding="utf-8")
    asked.write_text(re.sub(r"<meta http-equiv[^>]*>", "", text), encoding="utf-8")
    assert "Content Security Policy" in browse(refused).stderr
    log = page.parent / "asked.json"
    browse(asked, f"--log-net-log={log}")
    assert "http://localhost:9/x.png" in addresses(log)


def measured(page: Path, width: int) -> dict[str, float]:
    """What the laid-out page measures in a frame of a width: how wide it is, and its links that lead nowhere."""
    harness = page.parent / f"frame-{width}.html"
    harness.write_text(f"""<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">
<iframe id="f" src="{page.as_uri()}" style="width:{width}px;height:900px;border:0"></iframe><pre id="out"></pre>
<script>
document.getElementById("f").onload = (event) => {{
  const d = event.target.contentDocument;
  const wide = [...d.querySelectorAll("main *")].filter(e => !e.closest(".wide") && !e.closest("svg"))
    .map(e => e.getBoundingClientRect().right);
  const lost = [...d.querySelectorAll('a[href^="#"]')].filter(a => !d.getElementById(a.getAttribute("href").slice(1)));
  const small = [...d.querySelectorAll("svg text")].map(t => t.getBoundingClientRect().height)
    .filter(h => h > 0);
  document.getElementById("out").textContent = JSON.stringify({{scroll: d.documentElement.scrollWidth,
    right: Math.max(...wide), lost: lost.length, links: d.querySelectorAll("a.fig").length, text: Math.min(...small),
    scripts: d.scripts.length}});
}};</script>""", encoding="utf-8")
    out = browse(harness, "--virtual-time-budget=4000", size="1300,1000").stdout
    return dict(json.loads(re.search(r'<pre id="out">(.*?)</pre>', out, re.S)[1]))  # type: ignore[index]


@pytest.mark.parametrize("width", [1200, 390])
def test_the_page_fits_its_width_and_every_link_lands(page: Path, width: int) -> None:
    found = measured(page, width)
    assert found["scroll"] <= width and found["right"] <= width + 1, found
    assert found["lost"] == 0 and found["links"] > 30 and found["scripts"] == 0
    assert found["text"] >= 7, "text in a drawing is too small to read"
