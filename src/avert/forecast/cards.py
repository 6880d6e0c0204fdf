"""Cards of models that say the same of what they forecast."""

from __future__ import annotations

from avert.model_cards import ModelCard

QUESTION = "How many deaths in organised violence will UCDP record in a country and month?"
OUTCOME = "deaths in state-based, non-state and one-sided violence, UCDP GED best estimate"
UNIT = "country and month, 1 to 36 months after the origin"
CHALLENGE = (
    "Hegre, Håvard, et al., 2025, The 2023/24 VIEWS Prediction Challenge: Predicting the Number of Fatalities in "
    "Armed Conflict, with Uncertainty, Journal of Peace Research 62(6): 2070-2087."
)
LIMITS = (
    "A war in a state that has been quiet for a year is hardly foreseen: where one begins, its size is missed.",
    "A war that has just begun is taken for a flare-up: a first month of many deaths is followed by low odds of more.",
    "It learns from what was recorded, so that violence nobody reports looks like calm.",
    "Trained on final figures; the newest months are revised later, in a few countries by a multiple.",
    "The largest outcomes are as rare as in the last twenty years; a war larger than those has no draw.",
)


def baseline_card(name: str, *, training_data: str, method: str, citation: str = CHALLENGE) -> ModelCard:
    """Return the card of a model that is there to be beaten."""
    limits = ("A baseline: it is there to be beaten, not to be acted on.",)
    return ModelCard(name, QUESTION, OUTCOME, UNIT, training_data, method, limits, citation)


def learned_card(name: str, *, method: str, citation: str, measured: str = "") -> ModelCard:
    """Return the card of a model that learns from every state's past. measured: how it did on years not seen."""
    return ModelCard(
        name,
        QUESTION,
        OUTCOME,
        UNIT,
        "all states and months to the origin whose outcome was known by then; slow predictors two years old",
        method,
        (measured, *LIMITS) if measured else LIMITS,
        citation,
    )
