"""How long the measures of 5,000 actors and 40,000 ties take, beside networkx where it has the same measure.

    python benchmarks/society/measures.py [--actors N] [--ties N]

Ours are compiled before they are timed, as they are once installed and used. What networkx takes too long for is timed
on a sample of its sources and scaled up; such lines say so.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import networkx as nx
import numpy as np
from networks import synthetic

from avert.society.measures.brokerage import By, betweenness, brokerage, partition
from avert.society.measures.custodian import custodian_view, single_points
from avert.society.measures.flow import separate_ways
from avert.society.measures.holes import constraint, effective_size
from avert.society.measures.integration import vertical_integration
from avert.society.measures.linkage import linkage
from avert.society.measures.profile import measure
from avert.society.measures.redundancy import connectivity, ways_to_decision
from avert.society.network import PEACEFUL, Network
from avert.society.vocabulary import ALERT_LAYERS

SOURCES, PAIRS = 50, 5


def seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def line(name: str, ours: float, theirs: float | None = None, remark: str = "") -> None:
    beside = f"{theirs:10.2f} s  × {theirs / ours:8.0f}" if theirs is not None else ""
    print(f"{name:34} {ours:8.3f} s {beside}  {remark}".rstrip())


def beside(network: Network) -> None:
    graph = nx.from_scipy_sparse_array(network.adjacency(ALERT_LAYERS), create_using=nx.DiGraph)
    n, rng = network.n, np.random.default_rng(3)
    line(
        "betweenness",
        seconds(lambda: betweenness(network)),
        seconds(lambda: nx.betweenness_centrality(graph, k=SOURCES, seed=1)) * n / SOURCES,
        f"networkx: {SOURCES} sources, scaled",
    )
    line("constraint", seconds(lambda: constraint(network)), seconds(lambda: nx.constraint(graph)))
    theirs = seconds(lambda: nx.effective_size(graph))
    line(
        "effective size", seconds(lambda: effective_size(network)), theirs, "networkx: directed, other values"
    )
    pairs = rng.choice(n, (PAIRS, 2), replace=False).tolist()
    ours = seconds(lambda: [connectivity(network, a, b) for a, b in pairs])
    theirs = seconds(lambda: [nx.node_connectivity(graph, a, b) for a, b in pairs])
    line("node connectivity", ours, theirs, f"{PAIRS} pairs")
    whole = graph.to_undirected()
    line(
        "articulation points",
        seconds(lambda: single_points(network)),
        seconds(lambda: list(nx.articulation_points(whole))),
    )


def alone(network: Network) -> None:
    parts = partition(network, By.SECTOR)
    line("vertical integration", seconds(lambda: vertical_integration(network)))
    line("maximum flow, vertices", seconds(lambda: separate_ways(network)))
    line("ways of each actor, up to 3", seconds(lambda: ways_to_decision(network)))
    line("Gould-Fernandez roles", seconds(lambda: brokerage(network, parts)))
    line("linkage", seconds(lambda: linkage(network)))
    line("custodian's view", seconds(lambda: custodian_view(network)))
    line("all (measure)", seconds(lambda: measure(network, rng=np.random.default_rng(0))))
    line(
        "all, warnings along every layer",
        seconds(lambda: measure(network, layers=PEACEFUL, rng=np.random.default_rng(0))),
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--actors", type=int, default=5_000)
    asked.add_argument("--ties", type=int, default=40_000)
    sizes = asked.parse_args()
    rng = np.random.default_rng(1)
    small = synthetic(rng, actors=60, ties=200)
    measure(small, rng=rng), custodian_view(small), connectivity(small, 0, 1), ways_to_decision(small)
    network = synthetic(rng, actors=sizes.actors, ties=sizes.ties)
    print(
        f"{network.n} actors, {sizes.ties} ties, {len(network.source)} arcs "
        f"({network.adjacency(ALERT_LAYERS).nnz} along which warnings go); networkx {nx.__version__} beside"
    )
    beside(network)
    alone(network)


if __name__ == "__main__":
    main()
