"""Closed words: determiners, prepositions, auxiliaries and the like, which tell a verb by what stands beside it."""

from __future__ import annotations

from postwar.reading.lexicon import words

BE = frozenset(["be", "is", "are", "was", "were", "been", "being", "am", "'re", "'m"])
HAVE = frozenset(["have", "has", "had", "having", "'ve"])
DO = frozenset(["do", "does", "did"])
MODALS = frozenset(words("will; would; shall; must; should; may; might; can; could; 'll; wo; ca; ought"))
NEGATIONS = frozenset(["not", "n't", "never", "no-longer", "neither", "nor"])
ADVERBS = frozenset(
    words(
        "also; already; now; still; just; ever; once; yet; only; even; soon; then; thus; again; later; recently; "
        "finally; largely; mostly; partly; fully; first; long; since; so; far; always; often; reportedly; allegedly; "
        "apparently; probably; likely; currently; both; all; each; really; formally; officially; jointly; gradually; "
        "slowly; quickly; immediately; temporarily; permanently; voluntarily; forcibly; too; ever; either; almost; "
        "nearly; barely; hardly"
    )
)
DETERMINERS = frozenset(
    words(
        "the; a; an; this; that; these; those; its; their; his; her; our; my; your; no; any; some; every; each; all; "
        "both; another; such; 's; '"
    )
)
PREPOSITIONS = frozenset(
    words(
        "of; in; on; at; by; for; from; with; without; into; onto; over; under; between; among; against; through; "
        "during; about; after; before; since; until; towards; toward; across; along; around; near; within; behind; "
        "beyond; despite; per; via; as; like; than; amid; inside; outside; upon; throughout; up; down; off; out; back"
    )
)
SUBJECTS = frozenset(
    words(
        "i; you; he; she; it; we; they; who; which; that; there; what; nobody; everyone; someone; anyone; others; "
        "many; most; some; few; all; both; none; one; half"
    )
)
NOUNISH = frozenset(
    words(
        "return; returns; attack; attacks; control; plan; plans; release; releases; guard; guards; patrol; patrols; "
        "transfer; fire; claim; claims; call; calls; deal; deals; mine; mines; report; reports; state; states; order; "
        "orders; demand; demands; move; moves; talk; talks; force; forces; house; houses; shelter; place; post; "
        "posts; exchange; exchanges; swap; train; trains; aid; help; support; need; needs; visit; fight; clash; "
        "clashes; raid; strike; strikes; shot; shots; stop; use; list; lists; record; hold; delay; delays; target; "
        "targets; search; vote; votes; loss; halt; work; works; rest; share; base; bases; line; lines; march; walk; "
        "drive; cut; cuts; rule; rules; shell; shells; leave; lead; limit; mark; marks; permit; process; project; "
        "protest; protests; question; questions; result; results; stage; start; step; steps; stay; supply; supplies; "
        "view; watch; wait; increase; decrease; influx; escort; harm; hurt; catch; break; change; charge; charges; "
        "check; checks; contact; count; counts; cover; deposit; document; fall; fear; fears; flood; fund; funds; "
        "gain; gains; grant; grants; head; heads; host; hope; hopes; influence; issue; issues; lack; land; leaves; "
        "level; levels; lift; link; links; look; loot; man; map; matter; measure; measures; men; offer; offers; open; "
        "pay; present; promise; quit; reach; repair; repairs; request; requests; respect; risk; risks; rise; sign; "
        "signs; signal; sound; spell; spread; stand; study; subject; surrender; tear; test; trade; travel; turn; "
        "update; vow; vows; warning; well; will; wish; wound; wounds; yield; cost; costs; finish; air; district; "
        "districts; camp; camps; school; ship; ships; boat; boats; prisoner; box; pact; track; tracks; power; tour; "
        "tours; witness; welcome; wave; water; value; trap; trouble; tax; table; surprise; survey; struggle; stream; "
        "store; stone; stick; spot; spending; slip; sleep; sit; shoulder; sentence; secure; score; rush; root; risk; "
        "ride; reward; retreat; rescue; reply; relay; register; purchase; promise; profit; pressure; praise; picture; "
        "people; party; parties; part; parts; pair; page; number; note; notes; name; names; murder; minute; market; "
        "maps; lock; interest; inquiry; impact; hand; guide; group; ground; fuel; freeze; form; force; flow; fit; "
        "film; figure; figures; estimate; estimates; escape; end; ends; effect; draw; double; dispute; dispatch; "
        "discharge; desire; deposit; decline; debate; date; dates; dance; damage; cry; crowd; cross; cook; concern; "
        "concerns; comment; comments; comfort; combat; collapse; cause; cases; case; capture; campaign; burn; build; "
        "bridge; breach; breaches; border; book; board; block; blame; bill; benefit; battle; ban; balance; back; "
        "bus; buses; truck; trucks; ferry; station; stations; quarter; quarters; field; fields; mass; lodge; tag; "
        "tags; "
        "log; cache; caches; crowd; sweep; probe; trek; haul; stack; pile; seal; load; loads; store; stores; muster; "
        "point; points; places; ranks; team; teams; stocks; polls; seats; crossing; "
        "award; attempt; answer; amnesty; appeal; appeals; alert; aim; aims; advance; act; acts; access; abuse"
    )
)


LINKS = frozenset(
    words("that; which; who; whose; where; when; while; after; before; because; as; if; since; until; although; though")
)


CLAUSAL = frozenset(
    words("know; think; see; hear; learn; show; find; mean; hope; fear; ensure; agree; decide; make; help; let")
)
COUNTS = frozenset(words("two; three; four; five; six; seven; eight; nine; ten; eleven; twelve; several; many; few"))
REPORTED = frozenset(words("reported; feared; believed; presumed; confirmed; said; known; thought; listed"))
ADJECTIVES = frozenset(words("suspected; alleged; armed; unidentified; unarmed; retired; disputed; proposed; planned"))
NO_PARTICIPLES = frozenset(
    words("hundred; indeed; concerned; aged; interested; disappointed; armed; talented; naked; sacred; wicked; kindred")
)
