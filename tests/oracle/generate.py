"""Makes random programs: each operation is chosen by what SQLAlchemy's session holds at that moment."""
from __future__ import annotations

import random
from collections import Counter

import programs
from actions import ACTIONS
from machine import Machine, Unexpected
from world import GROUPS, INHERITANCE, Abort, NotNow, World


def generate(database, seed, count, longest=130, inheritance=False):
    """`count` programs, and why others were left out."""
    made, left_out = [], Counter()
    number = 0
    while len(made) < count:
        number += 1
        rng = random.Random(f"{seed}/{number}")
        program, reason = generate_one(database, rng, seed, number, longest, inheritance)
        if program:
            made.append(program)
        else:
            left_out[reason] += 1
    return made, left_out


def generate_one(database, rng, seed, number, longest, inheritance):
    names = sorted(group for group in GROUPS if inheritance or group not in INHERITANCE)
    groups = rng.sample(names, rng.choices([1, 2, 3, 4], [55, 25, 12, 8])[0])
    theme = groups[0] if len(groups) == 1 else "mixed"
    machine = Machine(database, rng.random() < 0.6)
    world = World(machine, rng, [model for group in groups for model in GROUPS[group]])
    # Every program likes other operations.
    weights = {action: weight * rng.choice([0, 0.3, 1, 1, 1, 3]) for action, weight in ACTIONS.items()}
    length = min(rng.choice([8, 15, 25, 40, 60, 90, 130]), longest)
    reason = None
    try:
        run(world, weights, length)
    except Unexpected as error:
        reason = str(error).split(":")[0]
    except TypeError:  # a member whose key was blanked
        reason = "no key"
    final = machine.finish()
    if machine.is_order_open:
        reason = "order of a tree"
    program = {
        "id": f"s{seed}-{theme}-{number:05}", "theme": theme, "seed": seed,
        "expire_on_commit": machine.expire_on_commit, "ops": world.ops, "expect": world.expect,
        "snapshots": world.snapshots, "final": final,
    }
    return (None, reason) if reason else settle(database, program)


def run(world, weights, length):
    actions = list(weights)
    for _ in range(length * 4):
        if len(world.ops) >= length:
            break
        action = world.rng.choices(actions, [weights[one] + 0.01 for one in actions])[0]
        try:
            action(world)
        except (Abort, NotNow):
            pass
    if world.rng.random() < 0.6 and world.session.is_active:
        try:
            world.emit("commit")
        except Abort:
            pass


def settle(database, program):
    """Leaves out what depends on an order that SQLAlchemy leaves open."""
    for _ in range(2):
        try:
            with programs.any_order():
                again = programs.record(database, program)
        except Exception:  # whatever: another order gives something else
            return None, "any order"
        if programs.difference(program, again):
            return None, "any order"
    return program, None
