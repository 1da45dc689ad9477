"""The brief in a real browser, wide and narrow: no error, no request, no sideways scrolling, every figure opens."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from postwar import pipeline
from postwar.cases import bundled_ids
from postwar.publish.brief import render_brief
from tests import invented as halda

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), None)
REQUIRED = "browser" in os.environ.get("POSTWAR_REQUIRE", "").replace(",", " ").split()
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking",
         "--no-first-run", "--disable-component-update", "--disable-sync", "--disable-extensions",
         "--disable-default-apps", "--allow-file-access-from-files", "--enable-logging=stderr", "--log-level=0")
VENDOR = re.compile(r"//([\w-]+\.)*(google|googleapis|gvt1|gstatic)\.com")     # the browser's own calls home
WIDTHS = (1200, 390)
SMALLEST = 7    # pixels of a text in a drawing that can still be read

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and not REQUIRED, reason="needs Debian's chromium"),
]


def brief_of(case_id: str) -> str:
    """The page of the invented settlement, or of a bundled case with its own reports to their last day."""
    if case_id == "invented":
        return render_brief(halda.case(), halda.situation(), halda.outlook(), halda.books(),
                            halda.previous())["brief.html"]
    found = pipeline.update(pipeline.Selection(case_id))
    ahead = pipeline.outlook(found, members=40)
    return render_brief(found.case, found.situation, ahead, found.books, found.previous)["brief.html"]


@pytest.fixture(scope="module", params=["invented", *bundled_ids()])
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A brief as a file."""
    assert CHROMIUM is not None, "POSTWAR_REQUIRE asks for the browser, and there is no chromium on the path"
    path = tmp_path_factory.mktemp("brief") / "brief.html"
    path.write_text(brief_of(request.param), encoding="utf-8", newline="\n")
    return path


def browse(path: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    """Open a file and give back its document as the browser holds it."""
    profile = path.parent / "profile"
    command = [str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}", "--window-size=1300,1000", *flags, "--dump-dom"]
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


def framed(page: Path) -> Path:
    """A page that holds the brief in one frame for each width, and measures each once both are laid out."""
    frames = "\n".join(f'<iframe id="w{w}" src="{page.as_uri()}" style="width:{w}px;height:900px;border:0"></iframe>'
                       for w in WIDTHS)
    path = page.parent / f"frames-{page.stem}.html"
    path.write_text(f"""<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">
{frames}<pre id="out"></pre>
<script>
const found = {{}};
function measure(frame) {{
  const d = frame.contentDocument;
  const opens = (a) => d.getElementById(decodeURIComponent(a.getAttribute("href").slice(1))) !== null;
  const wide = [...d.querySelectorAll("main *")].filter(e => !e.closest(".wide") && !e.closest("svg"))
    .map(e => e.getBoundingClientRect().right);
  const inside = [...d.querySelectorAll('a[href^="#"]')], figures = [...d.querySelectorAll("a.fig")];
  const small = [...d.querySelectorAll("svg text")].map(t => t.getBoundingClientRect().height).filter(h => h > 0);
  return {{scroll: d.documentElement.scrollWidth, right: Math.max(...wide), scripts: d.scripts.length,
    lost: inside.filter(a => !opens(a)).length, figures: figures.length, text: Math.min(...small),
    shut: figures.filter(a => !a.getAttribute("href").startsWith("#") || !opens(a)).length,
    clipped: [...d.querySelectorAll("svg")].filter(s => [...s.querySelectorAll("text")].some(t =>
      t.getBoundingClientRect().right > s.getBoundingClientRect().right + 2)).length}};
}}
for (const frame of document.querySelectorAll("iframe")) frame.onload = () => {{
  found[frame.id] = measure(frame);
  document.getElementById("out").textContent = JSON.stringify(found);
}};</script>""", encoding="utf-8")
    return path


def test_the_page_is_quiet_fits_and_opens_every_figure_wide_and_narrow(page: Path) -> None:
    log = page.parent / "net.json"
    result = browse(framed(page), f"--log-net-log={log}", "--virtual-time-budget=6000")
    assert not re.search(r"CONSOLE|Content.Security.Policy|Refused to", result.stderr), result.stderr
    assert not addresses(log)
    measured = json.loads(re.search(r'<pre id="out">(.*?)</pre>', result.stdout, re.S)[1])  # type: ignore[index]
    assert set(measured) == {f"w{w}" for w in WIDTHS}
    for width in WIDTHS:
        found = measured[f"w{width}"]
        assert found["figures"] > 30 and found["shut"] == 0 and found["lost"] == 0, (width, found)
        assert found["scroll"] <= width and found["right"] <= width + 1, (width, found)
        assert found["text"] >= SMALLEST, "text in a drawing is too small to read"
        assert found["clipped"] == 0, "text in a drawing runs out of it"
        assert found["scripts"] == 0


@pytest.mark.parametrize("page", ["invented"], indirect=True)
def test_these_eyes_see_a_request_a_refusal_and_a_figure_that_opens_nothing(page: Path) -> None:
    """The test above can fail: a picture from elsewhere is refused by the policy, and asked for where there is none."""
    text = page.read_text(encoding="utf-8").replace("<main", '<img src="http://localhost:9/x.png"><main', 1)
    text = re.sub(r'(<a class="fig" href="#)', r"\1nowhere-", text, count=1)
    refused, asked = page.parent / "refused.html", page.parent / "asked.html"
    refused.write_text(text, encoding="utf-8")
    asked.write_text(re.sub(r"<meta http-equiv[^>]*>", "", text), encoding="utf-8")
    first = browse(framed(refused), "--virtual-time-budget=6000")
    assert "Content Security Policy" in first.stderr
    assert '"shut":1' in first.stdout
    log = page.parent / "asked.json"
    browse(asked, f"--log-net-log={log}")
    assert "http://localhost:9/x.png" in addresses(log)


def test_where_the_browser_is_required_its_absence_is_a_failure_and_no_skip(tmp_path: Path) -> None:
    """Run this very file in a process that is asked for the browser and finds none."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "browser",
               "-k", "quiet and invented", str(Path(__file__))]
    surroundings = {**os.environ, "PATH": str(tmp_path), "POSTWAR_REQUIRE": "postgres,browser"}
    made = subprocess.run(command, cwd=Path(__file__).parents[2], env=surroundings, capture_output=True, text=True,
                          timeout=120, check=False)
    assert made.returncode == 1 and "there is no chromium on the path" in made.stdout, made.stdout
