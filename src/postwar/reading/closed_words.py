"""Closed words: determiners, prepositions, auxiliaries and the like, which tell a verb by what stands beside it.

The words themselves are data of the language (``lists.toml``, section ``closed``)."""

from __future__ import annotations

from postwar.reading.lexicon import word_list

BE = word_list("closed.be")
HAVE = word_list("closed.have")
DO = word_list("closed.do")
MODALS = word_list("closed.modals")
NEGATIONS = word_list("closed.negations")
ADVERBS = word_list("closed.adverbs")
DETERMINERS = word_list("closed.determiners")
PREPOSITIONS = word_list("closed.prepositions")
SUBJECTS = word_list("closed.subjects")
NOUNISH = word_list("closed.nounish")
LINKS = word_list("closed.links")
CLAUSAL = word_list("closed.clausal")
COUNTS = word_list("closed.counts")
REPORTED = word_list("closed.reported")
ADJECTIVES = word_list("closed.adjectives")
NO_PARTICIPLES = word_list("closed.no_participles")
