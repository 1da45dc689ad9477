"""Feeds: folders of event tables, too large to open as reports, are queried where they lie; only matches are read."""
