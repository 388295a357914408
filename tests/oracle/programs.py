"""Reads and writes files of programs, replays them and compares."""
from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.orm import dependency, mapper, session, unitofwork
from sqlalchemy.testing.util import RandomSet
from sqlalchemy.util import topological

from machine import COLUMNS, Machine

COMPARED = ("error", "objs", "with", "cols", "val")
SETS = (topological, unitofwork, session, mapper, dependency)


def read(paths):
    """The programs of files, and of all .json files of folders."""
    for path in map(Path, paths):
        for file in sorted(path.glob("*.json")) if path.is_dir() else [path]:
            yield from json.loads(file.read_text())["programs"]


def write(path, programs):
    """A file with one program per line."""
    lines = ",\n".join(json.dumps(program) for program in programs)
    head = json.dumps({"format": 1, "columns": COLUMNS})[:-1]
    Path(path).write_text(f'{head}, "programs": [\n{lines}\n]}}\n')


@contextmanager
def any_order():
    """Where SQLAlchemy may take objects in any order, it takes them in a random one."""
    for module in SETS:
        module.set = RandomSet
    try:
        yield
    finally:
        for module in SETS:
            del module.set


def record(database, program):
    """The same program with the outcome that it has here."""
    return record_and_tell(database, program)[0]


def record_and_tell(database, program):
    """The same, and whether the order of a tree's rows is open."""
    machine = Machine(database, program["expire_on_commit"])
    expect, snapshots = [], {}
    try:
        for at, op in enumerate(program["ops"]):
            expect.append(machine.step(op))
            if op["op"] == "commit" and "error" not in expect[-1]:
                snapshots[str(at)] = database.contents()
    finally:
        final = machine.finish()
    return program | {"expect": expect, "snapshots": snapshots, "final": final}, machine.is_order_open


def difference(left, right, every_key=False):
    """The first difference between two records of a program, or None."""
    for at, (one, other) in enumerate(zip(left["expect"], right["expect"])):
        keys = ["error"] if "error" in one or "error" in other else COMPARED
        keys = set(one) | set(other) if every_key else keys
        for key in sorted(keys):
            if one.get(key) != other.get(key):
                return f"at {at} ({left['ops'][at]['op']}) {key}: {one.get(key)} / {other.get(key)}"
        snapshots = [record["snapshots"].get(str(at)) for record in (left, right)]
        if snapshots[0] != snapshots[1]:
            return f"snapshot after {at}: {snapshots[0]} / {snapshots[1]}"
    if left["final"] != right["final"]:
        return f"at the end: {left['final']} / {right['final']}"
    return None
