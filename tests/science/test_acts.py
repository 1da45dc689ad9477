"""What one side does to another, in the types of event data."""

from __future__ import annotations

import pytest

from postwar.reading.acts import act_finder
from postwar.reading.tokens import tokenise

CASES = [
    ("The council agreed to open the road.", "AGREE"),
    ("The council will send a team to the border.", "AGREE"),
    ("The council will not send a team.", "REJECT"),
    ("The army threatened to close the crossing.", "THREATEN"),
    ("The council said it would boycott the vote.", "THREATEN"),
    ("The rebels demanded the release of their men.", "DEMAND"),
    ("The elders accused the army of looting.", "DISAPPROVE"),
    ("Students blocked the road and chanted.", "PROTEST"),
    ("The prosecutor opened an inquiry into the shooting.", "INVESTIGATE"),
    ("The state expelled two diplomats.", "SANCTION"),
    ("Police arrested five men.", "COERCE"),
    ("Gunmen assassinated the mayor.", "ASSAULT"),
    ("Tanks shelled the town.", "FIGHT"),
    ("The brigade withdrew from the hills.", "RETREAT"),
    ("The government lifted the curfew.", "CONCEDE"),
    ("The agency gave food aid to the refugees.", "AID"),
    ("The two armies held joint exercises.", "COOPERATE"),
    ("The minister praised the mission.", "SUPPORT"),
    ("The envoys met in the capital.", "CONSULT"),
    ("The army put its troops on alert.", "MOBILIZE"),
]


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[c[0] for c in CASES])
def test_the_first_verb_that_tells_an_act_decides(text: str, wanted: str) -> None:
    act = act_finder().act(tokenise(text))
    assert act is not None and act.type == wanted


@pytest.mark.parametrize("text", ["", "The hills are green.", "Monday."])
def test_no_act_is_told(text: str) -> None:
    assert act_finder().act(tokenise(text)) is None


def test_a_noun_counts_only_where_no_verb_tells_more() -> None:
    tokens = tokenise("After the strike, the council praised the workers.")
    act = act_finder().act(tokens)
    assert act is not None and (act.type, tokens[act.cue].text) == ("SUPPORT", "praised")
