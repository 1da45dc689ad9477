"""The outlines of places: outlines.geojson."""

from __future__ import annotations

import json
from pathlib import Path

from postwar.cases.faults import Faults, mend_by
from postwar.cases.fields import Ids
from postwar.cases.folder import read_text

FILE = "outlines.geojson"


def check_outlines(folder: Path, places: Ids, faults: Faults) -> None:
    """Note an outline file that is no GeoJSON collection, and outlines of places that are not in the case."""
    text = read_text(folder, FILE, faults)
    if text is None:
        return
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        faults.add(FILE, error.lineno, None, f"not valid JSON ({error.msg})", "see https://geojson.org for the form")
        return
    except (ValueError, RecursionError):
        faults.add(FILE, 1, None, "not valid JSON (a number or a nesting is too large)", "see https://geojson.org")
        return
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list):
        faults.add(FILE, 1, None, "this is no FeatureCollection",
                   'write {"type": "FeatureCollection", "features": […]}')
        return
    for feature in features:
        properties = feature.get("properties") if isinstance(feature, dict) else None
        place = properties.get("id") if isinstance(properties, dict) else None
        if not isinstance(place, str) or not places.holds(place):
            line = text.count("\n", 0, max(text.find(json.dumps(place)), 0)) + 1
            faults.add(FILE, line, place, "an outline of an unknown place:", mend_by(
                place, places.known or (), 'give each feature the property "id" of a place'))
