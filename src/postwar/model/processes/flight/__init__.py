"""People flee along routes from conflict to camps: FLEE's rule set, counted instead of listed."""
