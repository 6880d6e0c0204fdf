"""What to connect: few new ties that would let the most warnings be heard and answered, and what may not be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from avert.society.connecting import Proposal, Veto, default_vetoes, propose_ties, words
from avert.society.network import Network
from avert.web.records.selectors import organisations_to_write_for
from avert.web.records.words import place_name
from avert.web.site.components import Fact
from avert.web.society.models import NetworkStudy
from avert.web.society.network.asked import Asked
from avert.web.society.network.selectors import job_of, newest_study, structures_kept
from avert.web.society.network_of import Known

MOST_TIES, USUAL_TIES = 10, 3
MOST_AT_ONCE = 120  # actors of a network that is worked out while one waits for the page
SECONDS = 2.0  # for which each programme is worked on then


class NameField(forms.CharField):
    """An actor by the name that it has in the register; its value is the id."""

    def __init__(self, *, ids: Mapping[str, Sequence[str]], **options: Any) -> None:
        super().__init__(max_length=200, required=False, **options)
        self._ids = ids

    def clean(self, value: Any) -> str:
        """Return the id of the actor that is called so."""
        name = str(super().clean(value))
        found = self._ids.get(name, ()) if name else [""]
        if len(found) != 1:
            raise ValidationError(_("No actor here is called that, or several are. Write the whole name."))
        return found[0]


class ConnectForm(forms.Form):
    """How many ties can be made, and what may not be tied, with the reason."""

    most = forms.IntegerField(
        label=gettext_lazy("How many new ties can be made?"),
        min_value=1,
        max_value=MOST_TIES,
        initial=USUAL_TIES,
    )
    one = forms.ChoiceField(label=gettext_lazy("Not to be tied"), required=False)
    other = forms.ChoiceField(
        label=gettext_lazy("with"),
        required=False,
        help_text=gettext_lazy("Leave it open where it should be tied to nobody."),
    )
    reason = forms.CharField(
        label=gettext_lazy("because"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("What harm it could do. Without a reason nobody could judge or lift it."),
    )

    def __init__(self, data: Any = None, *, network: Network) -> None:
        super().__init__(data)
        if network.n > MOST_AT_ONCE:
            # A list of thousands is no choice: the name is written.
            ids: dict[str, list[str]] = {}
            for actor in network.actors:
                ids.setdefault(actor.name, []).append(actor.id)
            for name in ("one", "other"):
                label, help_text = self.fields[name].label, self.fields[name].help_text
                self.fields[name] = NameField(label=label, help_text=help_text, ids=ids)
            return
        choices = sorted(((actor.id, actor.name) for actor in network.actors), key=lambda one: one[1])
        for name in ("one", "other"):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", "–"), *choices]

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of a veto, and for two different actors."""
        cleaned = super().clean() or {}
        if cleaned.get("one") and not cleaned.get("reason"):
            self.add_error("reason", _("Say why, or nobody can judge it."))
        if cleaned.get("other") and cleaned.get("other") == cleaned.get("one"):
            self.add_error("other", _("Choose another one: nobody is tied to itself."))
        return cleaned


def is_large(asked: Asked) -> bool:
    """Say whether what to connect is left to a worker."""
    return asked.network.n > MOST_AT_ONCE


def wanted_of(form: ConnectForm) -> dict[str, Any]:
    """Return what was asked, as a study keeps it: ids, a number and a reason."""
    cleaned = form.cleaned_data
    named = [key for key in (cleaned["one"], cleaned["other"]) if key] if cleaned["one"] else []
    vetoes = [[named, cleaned["reason"]]] if named else []
    return {"most": cleaned["most"], "vetoes": vetoes}


def vetoes_of(network: Network, asked: Mapping[str, Any]) -> tuple[Veto, ...]:
    """Return the vetoes that follow from what is known, and those that were asked for."""
    own = [
        Veto(reason, frozenset(actors))
        for actors, reason in asked["vetoes"]
        if set(actors) <= set(network.position)
    ]
    return (*default_vetoes(network), *own)


def proposed(
    network: Network, known: Known, on: Any, asked: Mapping[str, Any], *, seconds: float
) -> Proposal:
    """Work out what to connect. No risk is known by area here, so that every area counts the same."""
    return propose_ties(
        network,
        {},
        most=asked["most"],
        vetoes=vetoes_of(network, asked),
        activities=known.activities,
        on=on,
        seconds=seconds,
    )


def said_of(proposal: Proposal, network: Network, kept: Collection[str], lang: str) -> dict[str, list[Any]]:
    """Return a proposal as sentences, and the ids that each tie joins.

    Actors are named where all that it ties are the reader's own to keep.
    """
    ends = {end for one in proposal.ties for end in (one.tie.source, one.tie.target)}
    areas = {area for actor in network.actors for area in actor.areas}
    said = words(
        proposal,
        network,
        naming=bool(ends) and ends <= set(kept),
        place_names={area: place_name(area) for area in areas},
        lang=lang,
    )
    count = len(proposal.ties)
    pairs = [[one.tie.source, one.tie.target] for one in proposal.ties]
    return {
        "change": [said[0]],
        "ties": list(said[1 : count + 1]),
        "notes": list(said[count + 1 :]),
        "pairs": pairs,
    }


def context_of(asked: Asked, form: ConnectForm, *, is_asked: bool) -> dict[str, Any]:
    """Return what the page shows."""
    network = asked.network
    study = newest_study(asked.viewer, "connect", place=asked.place, exercise_id=asked.exercise_id)
    is_of_this = study is not None and study.digest == asked.digest
    found: Mapping[str, Any] | None = None
    if is_asked and form.is_valid() and network.n and not is_large(asked):
        proposal = proposed(network, asked.known, asked.on, wanted_of(form), seconds=SECONDS)
        found = said_of(proposal, network, _own(asked), lang=(get_language() or "en").split("-")[0])
    elif is_of_this and study is not None and study.answer.get("is_done"):
        found = study.answer["said"]
    return {
        "form": form,
        "found": found,
        "proposals": _proposals(asked, found) if found else [],
        "study": study,
        "is_of_this": is_of_this,
        "job": job_of(asked.viewer, study) if study and is_of_this and not found else None,
        "is_large": is_large(asked),
        "vetoes": asked.remembered.once(
            ("vetoes", asked.days), lambda: vetoes_in_words(default_vetoes(network))
        ),
        "may_study": organisations_to_write_for(asked.viewer, NetworkStudy).exists(),
    }


def _own(asked: Asked) -> set[str]:
    kept = structures_kept(asked.viewer, place=asked.place, exercise_id=asked.exercise_id)
    return set().union(*kept.values())


def _proposals(asked: Asked, found: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Return each tie in words, with the two that it joins where both are the reader's own to keep."""
    own = _own(asked)
    pairs = found.get("pairs") or [[]] * len(found["ties"])
    return [(line, pair if set(pair) <= own else []) for line, pair in zip(found["ties"], pairs, strict=True)]


def vetoes_in_words(vetoes: Sequence[Veto]) -> list[Fact]:
    """Count the vetoes that stand by their reason: each pair would say who is hostile to whom."""
    return [Fact(reason, count) for reason, count in sorted(Counter(one.reason for one in vetoes).items())]
