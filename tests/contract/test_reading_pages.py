"""Web pages as news sites, missions and old systems build them: the article is kept, all around it is not."""

from __future__ import annotations

import pytest

from postwar.reading.readers.html import reader

TEXT = (
    "The hill militia handed over 412 rifles on Friday, the observers said in a statement from Millbridge.",
    "Eleven families returned to Ulm with the help of the mission, and a further forty are expected by the end of May.",
    "“Nobody was hurt,” the mayor said, adding that the road to Oster stays shut until it is cleared of mines.",
    "The accord gives the observers three years in the district, and can be renewed.",
)
A, B, C, D = (f"<p>{t}</p>" for t in TEXT)
OTHER = "A teaser of another story that is long enough to look like a paragraph of its own, full stop and all."

PAGES = {
    "a blog": f"""<body class="single has-sidebar"><div id="page"><header id="masthead"><div class="site-branding">
        <p>{OTHER}</p></div><nav><ul><li><a>Home</a></li></ul></nav></header>
        <div class="site-content content-sidebar-wrap"><main><article class="post tag-mines">
        <header class="entry-header"><h1>Rifles handed over</h1></header>
        <div class="entry-content">{A}
        <div class="sharedaddy"><h3>Share this:</h3></div><figure class="wp-caption"><img>
        <figcaption>{OTHER}</figcaption></figure>{B}<blockquote>{C}</blockquote><h2>Next</h2>{D}
        <div class="jp-relatedposts"><p>{OTHER}</p></div></div><footer>Tags: <a>mines</a></footer></article>
        <div id="comments" class="comments-area"><ol><li><p>{OTHER}</p></li></ol></div></main></div>
        <aside class="widget-area"><p>{OTHER}</p></aside></div><footer id="colophon">
        <p>{OTHER}</p></footer></body>""",
    "tables for the page, breaks for paragraphs": f"""<table width="100%"><tr><td class="menu"><a href=1>Home</a><br>
        <a href=2>World</a></td><td><div><b>Rifles handed over</b><br><br>{"<br><br>".join(TEXT)}</div></td>
        <td><a href=3>{OTHER}</a><br><a href=4>{OTHER}</a></td></tr></table>""",
    "a block for each paragraph": f"""<div id="app"><main><div class="headline"><h1>Rifles handed over</h1></div>
        {"".join(f"<div data-component=text><div class=x1>{p}</div></div>" for p in (A, B, C, D))}
        <div data-component="links"><ul><li><a>{OTHER}</a></li></ul></div></main>
        <section><h2>Top stories</h2><a><p>{OTHER}</p></a><a><p>{OTHER}</p></a></section></div>""",
    "one form around all": f"""<form id="aspnetForm"><div class="header"><ul><li><a>Home</a></li></ul></div>
        <div class="newsDetail"><h2>Rifles handed over</h2>{A}{B}{C}{D}</div>
        <div class="cookie-banner"><p>{OTHER}</p></div></form>""",
    "a standfirst beside the body": f"""<article><div class="intro"><h1>Rifles handed over</h1>{A}</div>
        <div class="body">{B}{C}{D}{B}{C}{D}</div></article><article class="card"><h3>Other</h3>
        <p>{OTHER}</p></article>""",
    "nothing is closed": f"<h1>Rifles handed over<p>{TEXT[0]}<p>{TEXT[1]}<p>{TEXT[2]}<p>{TEXT[3]}",
}


@pytest.mark.parametrize("page", PAGES)
def test_the_article_is_kept_and_what_is_around_it_is_not(page: str) -> None:
    said = [b.text for b in reader.lay_out(PAGES[page]).blocks]
    assert [t for t in said if t in TEXT][:4] == list(TEXT)
    assert not [t for t in said if OTHER in t or t in {"Home", "Top stories", "Other", "Share this:"}]
    assert any(t.startswith("Rifles handed over") for t in said)
