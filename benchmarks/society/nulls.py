"""Time of null models of a network of 5,000 actors and 40,000 ties, beside the swaps of networkx.

python benchmarks/society/nulls.py [DRAWS] [ACTORS] [TIES]
"""

from __future__ import annotations

import sys
import time

import networkx as nx
import numpy as np
from networks import synthetic

from avert.society import rewiring
from avert.society.network import Network
from avert.society.null_study import Spec, Study, advance
from avert.society.nulls import DRAWS, NullModel
from avert.society.ties import distinct_ties


def seconds_of_networkx(network: Network, swaps: int) -> float:
    """Return the seconds of that many undirected swaps, which keep degrees but neither layer nor block."""
    graph = nx.Graph(zip(network.source.tolist(), network.target.tolist(), strict=True))
    began = time.perf_counter()
    nx.double_edge_swap(graph, swaps, max_tries=100 * swaps, seed=1)
    return time.perf_counter() - began


def count_swaps(network: Network) -> int:
    """Return how many of the tries of a draw made a swap."""
    made, swap_ends = [], rewiring.swap_ends
    rewiring.swap_ends = lambda *of: made.append(swap_ends(*of))
    model = NullModel(network, seed=1)
    made.clear()
    model.draw(0)
    rewiring.swap_ends = swap_ends
    return sum(made)


def main() -> None:
    draws, actors, ties = (
        int(word) for word in (*sys.argv[1:], *("20", "5000", "40000")[len(sys.argv) - 1 :])
    )
    network = synthetic(np.random.default_rng(1), actors=actors, ties=ties)
    spec = Spec(seed=1, draws=draws, completions=0)
    advance(Study(Spec(seed=1, draws=1)), network)  # compiles
    study, began, worked = Study(spec), time.perf_counter(), time.process_time()
    while not study.is_done:
        study = advance(study, network)
    whole, worked = time.perf_counter() - began, time.process_time() - worked
    print(f"{actors:,} actors, {len(distinct_ties(network)):,} ties, {len(spec.statistics)} statistics")
    print(
        f"{draws} draws with all statistics: {whole:.1f} s ({worked:.1f} s of processor time); "
        f"{DRAWS} would take {whole / draws * DRAWS:.0f} s ({worked / draws * DRAWS:.0f} s)"
    )
    model, began = NullModel(network, seed=1), time.perf_counter()
    for number in range(draws):
        model.draw(number)
    ours, swaps = (time.perf_counter() - began) / draws, count_swaps(network)
    theirs = seconds_of_networkx(network, swaps)
    print(
        f"rewiring alone, {swaps:,} swaps: avert {ours:.3f} s, networkx.double_edge_swap {theirs:.1f} s, "
        f"ratio {theirs / ours:.0f}"
    )


if __name__ == "__main__":
    main()
