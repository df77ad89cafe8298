#!/usr/bin/env python3
"""The order of an epoch, written down a second time from docs/trainers.md, without a package.

order.py CASES ORDERS: CASES is a JSON list of objects with "groups" (rows of each row group, files sorted by path), "seed", "epoch",
"lanes" and "window"; ORDERS becomes the list of their orders, rows as [row group, row].
"""

import json
import sys

WORD = (1 << 64) - 1
STEP = 0x9E3779B97F4A7C15


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
    return z ^ (z >> 31)


def shuffle(items, *names):
    """Fisher and Yates from the end, by SplitMix64 started from the names."""
    state = 0
    for name in names:
        state = mix((state + STEP + name) & WORD)
    for last in range(len(items) - 1, 0, -1):
        state = (state + STEP) & WORD
        other = (mix(state) * (last + 1)) >> 64
        items[last], items[other] = items[other], items[last]


def lanes_of(groups, seed, epoch, count):
    """Row groups in shuffled order, each to the lane that has fewest rows so far."""
    order = list(range(len(groups)))
    shuffle(order, seed, epoch, 1)
    lanes, rows = [[] for _ in range(count)], [0] * count
    for group in order:
        lane = min(range(count), key=lambda number: (rows[number], number))
        lanes[lane].append(group)
        rows[lane] += groups[group]
    return lanes


def rows_of(groups, lane, number, seed, epoch, window):
    """The rows of a lane: windows of row groups, shuffled each."""
    full = [group for group in lane if groups[group] > 0]
    rows = []
    for index, start in enumerate(range(0, len(full), window)):
        part = [[group, row] for group in full[start:start + window] for row in range(groups[group])]
        shuffle(part, seed, epoch, 2, number, index)
        rows += part
    return rows


def order_of(groups, seed, epoch, lanes, window):
    """One row of each lane in turn; a lane that has ended is passed over."""
    dealt = [rows_of(groups, lane, number, seed, epoch, window) for number, lane in enumerate(lanes_of(groups, seed, epoch, lanes))]
    return [lane[turn] for turn in range(max(map(len, dealt), default=0)) for lane in dealt if turn < len(lane)]


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as cases, open(sys.argv[2], "w", encoding="utf-8") as orders:
        json.dump([order_of(**case) for case in json.load(cases)], orders)
