"""What to connect: the few new ties, or new activities, by which the most risk would be reached."""

from avert.society.connecting.candidates import Candidate, candidate_ties
from avert.society.connecting.placements import Placement, Placements, place_activities
from avert.society.connecting.propose import Method, Proposal, ProposedTie, VetoCost, propose_ties
from avert.society.connecting.reach import Reach, reach
from avert.society.connecting.vetoes import Veto, default_vetoes
from avert.society.connecting.wording import placement_words, words

__all__ = [
    "Candidate",
    "Method",
    "Placement",
    "Placements",
    "Proposal",
    "ProposedTie",
    "Reach",
    "Veto",
    "VetoCost",
    "candidate_ties",
    "default_vetoes",
    "place_activities",
    "placement_words",
    "propose_ties",
    "reach",
    "words",
]
