"""A small invented FLEE directory, written where a test wants it, and single changes to it."""

from __future__ import annotations

from pathlib import Path

LOCATIONS = """#name,region,country,latitude,longitude,location_type,conflict_date,population
Alder,North,Arland,10.0,20.0,conflict_zone,0,50000
Birch,North,Arland,10.5,20.5,conflict_zone,3,20000
Cedar,South,Arland,11.0,21.0,town,,
Dune,West,Borland,11.5,21.5,camp,,4000
Elm,East,Corland,12.0,22.0,camp,,2500
"""
ROUTES = """#name1,name2,distance,forced_redirection
Alder,Cedar,80,0
Birch,Cedar,60,0
Cedar,Dune,120,0
Cedar,Elm,150,
"""
CLOSURES = """#closure_type,name1,name2,closure_start,closure_end
country,Arland,Corland,0,4
"""
CONFLICTS = "#Day,Alder,Birch,Cedar\n" + "".join(f"{day},1,{int(day >= 3)},0\n" for day in range(12))
FILES = {
    "input_csv/locations.csv": LOCATIONS,
    "input_csv/routes.csv": ROUTES,
    "input_csv/closures.csv": CLOSURES,
    "input_csv/conflicts.csv": CONFLICTS,
    "input_csv/sim_period.csv": "StartDate,2031-05-01\nLength,12\n",
    "input_csv/registration_corrections.csv": "Dune,2031-05-09,normalize\n",
    "source_data/data_layout.csv": "total,refugees.csv\nDune,dune.csv\nElm,elm.csv\n",
    "source_data/refugees.csv": "2031-05-01,100\n2031-05-12,3900\n",
    "source_data/dune.csv": "2031-05-01,100\n2031-05-05,1400\n2031-05-09,2100\n2031-05-12,2600\n",
    "source_data/elm.csv": "2031-05-01,0\n2031-05-06,500\n2031-05-12,1300\n",
    "simsetting.yml": """log_levels:
  agent: 0
spawn_rules:
  sum_from_camps: True
  conflict_spawn_decay: [1.0,1.0,0.5]
  conflict_spawn_decay_interval: 30
move_rules:
  max_move_speed: 200.0
  camp_weight: 2.0
  softening: 10.0
  default_movechance: 0.5
  awareness_level: 1
  capacity_scaling: 1.25
optimisations:
  hasten: 1
""",
}


def write_directory(folder: Path, **changed: str | bytes | None) -> Path:
    """Write the directory; ``changed`` gives other contents to files, by name without folder and ending; None leaves
    the file out."""
    for name, text in FILES.items():
        stem = Path(name).stem
        content = changed.get(stem, text)
        if content is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
