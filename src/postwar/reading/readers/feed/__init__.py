"""RSS and Atom: a feed is several reports."""
