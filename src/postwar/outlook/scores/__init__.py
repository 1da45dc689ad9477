"""Scores of a replayed displacement: how far a course lies from what camps reported, and from naive forecasts.

    difference   averaged relative difference, plain and rescaled, in both scales
    scaled       mean absolute error against that of a naive forecast
    naive        forecasts that need no model: the last count, fixed share, trend, equal shares
    spread       continuous ranked probability score of an ensemble
    table        all of them for one replay
"""
