"""FLEE on the benchmark's grid: seconds a person and day. Run by speed.py in its own environment."""

import json
import sys
import time

from flee import flee

wanted = json.loads(sys.argv[1])
with open("flee.yml", "w", encoding="utf-8") as file:
    file.write("{}\n")
flee.SimulationSettings.ReadFromYML("flee.yml")
system = flee.Ecosystem()
places = [system.addLocation(name=f"p{i}", x=float(i), y=0.0, movechance=wanted["chance"], pop=0, country="one")
          for i in range(wanted["places"])]
for here, there in wanted["links"]:
    system.linkUp(f"p{here}", f"p{there}", 10.0)
for person in range(wanted["persons"]):
    system.addAgent(places[person % len(places)], {})
system.evolve()
start = time.process_time()
for _ in range(wanted["days"]):
    system.evolve()
print(json.dumps({"seconds": (time.process_time() - start) / wanted["days"] / wanted["persons"]}))
