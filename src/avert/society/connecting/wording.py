"""What to connect, in words: with names for the network's custodian, by role for everybody else."""

from __future__ import annotations

from collections.abc import Mapping

from avert.figures.wording import percent, translator
from avert.society.actors import Actor
from avert.society.connecting.placements import Placements
from avert.society.connecting.propose import Method, Proposal, ProposedTie, VetoCost
from avert.society.connecting.vetoes import REASONS, Veto
from avert.society.network import Network


def words(
    proposal: Proposal,
    network: Network,
    *,
    naming: bool = False,
    place_names: Mapping[str, str] | None = None,
    lang: str = "en",
) -> tuple[str, ...]:
    """Return a proposal as sentences: what it would change, each tie, what vetoes cost, how sure, and what it is not.

    ``naming``: whether actors are named, which only the custodian of the network may see. Otherwise each stands by its
    sector, level and areas, or by less where fewer than three in an area are alike, or it would tell who is meant.
    A protected actor is not described. The areas that ties of either kind would open are only counted.
    """
    say = _Say(network, naming, place_names or {}, lang)
    return (
        say.change(proposal),
        *(say.tie(one) for one in proposal.ties),
        *(say.veto(one) for one in proposal.vetoes),
        *say.joint(proposal),
        say.certainty(proposal),
        *say.unknown(proposal),
        say.text(
            "A tie on paper is not trust. Whether those concerned want it, and are safe with it, is theirs to say."
        ),
    )


def placement_words(
    found: Placements,
    network: Network,
    *,
    naming: bool = False,
    place_names: Mapping[str, str] | None = None,
    lang: str = "en",
) -> tuple[str, ...]:
    """Return new activities as sentences; ``naming`` as in ``words``."""
    say = _Say(network, naming, place_names or {}, lang)
    change = say.text("Share of risk-weighted capacities that cannot be called on: from {before} to {after}.")
    each = say.text("{who} would {what} in {where}.")
    return (
        change.format(before=percent(found.gap_before), after=percent(found.gap_after)),
        *(
            each.format(
                who=say.actor(one.actor),
                what=say.text(str(one.capacity)),
                where=say.areas([one.area], one.actor),
            )
            for one in found.chosen
        ),
    )


FEW = 3  # of whom fewer are alike could be told apart


class _Say:
    def __init__(self, network: Network, naming: bool, place_names: Mapping[str, str], lang: str) -> None:
        self.network, self.naming, self.place_names = network, naming, place_names
        self.text = translator(lang)

    def change(self, proposal: Proposal) -> str:
        new = len(proposal.after.reached) - len(proposal.before.reached)
        new += len(proposal.after.risk_unknown_reached) - len(proposal.before.risk_unknown_reached)
        if not proposal.ties:
            return self.text(
                "No tie among those looked at would let warnings from one more area be heard and answered."
            )
        text = self.text(
            "Warnings from {n} more areas would be heard and answered; {of}: from {before} to {after}."
        )
        of = self.text("share of the known risk") if proposal.is_by_risk else self.text("share of areas")
        after = proposal.value
        before = after - sum(one.adds for one in proposal.ties)
        return text.format(n=new, of=of, before=percent(max(0.0, before)), after=percent(after))

    def tie(self, proposed: ProposedTie) -> str:
        tie = proposed.tie
        text = self.text("Connect {source} with {target} ({layer}): {what}.")
        if tie.is_directed:
            text = self.text("Connect {source} to {target}, one way ({layer}): {what}.")
        what = self.text("it opens the way for other ties proposed here")
        if proposed.areas:
            what = self.text("warnings from {areas} would be heard and answered").format(
                areas=self.areas(proposed.areas, tie.source, tie.target)
            )
        source, target = self.actor(tie.source), self.actor(tie.target)
        return text.format(source=source, target=target, layer=self.text(str(tie.layer)), what=what)

    def veto(self, cost: VetoCost) -> str:
        text = self.text("Not connected: {reason} Without this alone {costs} more would be reached.")
        return text.format(reason=self.reason(cost.veto), costs=percent(cost.costs))

    def reason(self, veto: Veto) -> str:
        # A reason that somebody wrote may name whom it protects.
        if self.naming or veto.reason in REASONS:
            return self.text(veto.reason)
        return self.text("There is a reason that its custodian knows.")

    def joint(self, proposal: Proposal) -> tuple[str, ...]:
        if not proposal.vetoes:
            return ()
        text = self.text(
            "All vetoes together cost {lost}. They protect people; this is no reason to lift one."
        )
        return (text.format(lost=percent(proposal.lost_to_vetoes)),)

    def certainty(self, proposal: Proposal) -> str:
        if proposal.method is Method.EXACT:
            text = self.text("No other choice among the {n} ties looked at would reach more.")
        elif proposal.method is Method.TIME_LIMIT:
            text = self.text(
                "The best found in the time among {n} ties; another choice could reach up to {gap} more."
            )
        else:
            text = self.text(
                "Chosen one after another among {n} ties, with no guarantee, since ties may need each other; "
                "another choice could reach up to {gap} more."
            )
        return text.format(n=proposal.looked_at, gap=percent(proposal.gap))

    def unknown(self, proposal: Proposal) -> tuple[str, ...]:
        after = proposal.after
        if not (n := len(after.risk_unknown) + len(after.risk_unknown_reached)) or not proposal.is_by_risk:
            return ()
        return (
            self.text("Of {n} areas the risk is unknown; they count for nothing in this choice.").format(n=n),
        )

    def actor(self, actor_id: str) -> str:
        actor = self.network.actors[self.network.position[actor_id]]
        if self.naming:
            return actor.name or actor.id
        role = [] if actor.is_protected else self._role(actor)
        if not role:
            return self.text("an actor who is not described here")
        return self.text("an actor ({what})").format(what=", ".join(role))

    def areas(self, areas: tuple[str, ...] | list[str], *actors: str) -> str:
        hidden = any(self._is_hidden(self.network.actors[self.network.position[one]]) for one in actors)
        if hidden and not self.naming:
            return self.text("{n} areas").format(n=len(areas))
        # Names of areas hold commas themselves.
        return "; ".join(self.place_names.get(area, area) for area in areas)

    def _is_hidden(self, actor: Actor) -> bool:
        """Say whether even the areas would tell who is meant."""
        return actor.is_protected or not self._is_one_of_many(actor, "level", in_its_areas=True)

    def _role(self, actor: Actor) -> list[str]:
        """Return sector, level and areas, or as much of them as several share."""
        sector = (
            self.text(str(actor.sector).replace("_", " ")) if actor.sector else self.text("sector unknown")
        )
        level = self.text(f"{actor.level} level") if actor.level else self.text("level unknown")
        where = [self.place_names.get(area, area) for area in sorted(actor.areas)[:3]]
        for in_its_areas, areas in ((True, where), (False, [])):
            if self._is_one_of_many(actor, "sector", "level", in_its_areas=in_its_areas):
                return [sector, level, *areas]
            if self._is_one_of_many(actor, "level", in_its_areas=in_its_areas):
                return [level, *areas]
        return []

    def _is_one_of_many(self, actor: Actor, *names: str, in_its_areas: bool) -> bool:
        alike = [
            one
            for one in self.network.actors
            if all(getattr(one, name) == getattr(actor, name) for name in names)
        ]
        areas = actor.areas if in_its_areas else frozenset()
        counts = [sum(area in one.areas for one in alike) for area in areas]
        return min(counts, default=len(alike)) >= FEW
