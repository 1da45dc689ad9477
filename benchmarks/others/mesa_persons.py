"""Mesa on the benchmark's grid, one agent a person: seconds a person and day. Run by speed.py."""

import json
import sys
import time

import mesa

wanted = json.loads(sys.argv[1])
ways = [[] for _ in range(wanted["places"])]
for here, there in wanted["links"]:
    ways[here].append(there)


class Person(mesa.Agent):
    def __init__(self, model, place):
        super().__init__(model)
        self.place = place

    def step(self):
        random = self.model.random
        if random.random() < wanted["chance"]:
            self.place = random.choice(ways[self.place])


class Grid(mesa.Model):
    def __init__(self):
        super().__init__(seed=1)
        for person in range(wanted["persons"]):
            Person(self, person % wanted["places"])

    def step(self):
        self.agents.do("step")


model = Grid()
model.step()
start = time.process_time()
for _ in range(wanted["days"]):
    model.step()
print(json.dumps({"seconds": (time.process_time() - start) / wanted["days"] / wanted["persons"]}))
