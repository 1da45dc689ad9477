"""Going on from what camps had reported by a day: a replay that is conditioned on reports, and on nothing later.

    conditioning    the law that is used
    known           a displacement without what was reported later
    rivals          the laws it was chosen from
"""
