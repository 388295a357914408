"""Programs of unit-of-work operations, and what SQLAlchemy makes of them: see README.md."""
from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

import programs
from generate import generate
from machine import Database, Unexpected
from shrink import shrink


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verb = verbs.add_parser("generate", help="write new programs")
    verb.add_argument("--seed", type=int, default=1)
    verb.add_argument("--count", type=int, default=500)
    verb.add_argument("--longest", type=int, default=130, help="operations of the longest program, about")
    verb.add_argument("--out", type=Path, required=True, help="file to write")
    verb = verbs.add_parser("replay", help="run programs again and compare with their record")
    verb.add_argument("paths", nargs="+")
    verb.add_argument("--all", action="store_true", help="compare warnings and statement counts, too")
    verb.add_argument("--any-order", action="store_true", help="shuffle what SQLAlchemy leaves open")
    verb = verbs.add_parser("shrink", help="the shortest program that still fails in the runner")
    verb.add_argument("paths", nargs="+")
    verb.add_argument("--id", required=True)
    verb.add_argument("--runner", default="target/release/examples/oracle")
    verb.add_argument("--out", type=Path, required=True)
    verb = verbs.add_parser("record", help="write what SQLAlchemy makes of programs")
    verb.add_argument("paths", nargs="+")
    verb.add_argument("--out", type=Path, required=True)
    verb = verbs.add_parser("count", help="count operations, errors and models")
    verb.add_argument("paths", nargs="+")
    arguments = parser.parse_args()
    if arguments.verb == "count":
        return count(arguments)
    database = Database()
    try:
        return VERBS[arguments.verb](database, arguments)
    finally:
        database.close()


def run_generate(database, arguments):
    made, left_out = generate(database, arguments.seed, arguments.count, arguments.longest)
    programs.write(arguments.out, made)
    print(f"{len(made)} programs, {sum(len(program['ops']) for program in made)} operations; "
          f"left out: {dict(left_out)}")
    return 0


def run_replay(database, arguments):
    same = differ = 0
    for program in programs.read(arguments.paths):
        try:
            if arguments.any_order:
                with programs.any_order():
                    again = programs.record(database, program)
            else:
                again = programs.record(database, program)
            found = programs.difference(program, again, arguments.all)
        except Unexpected as error:
            found = str(error)
        same += found is None
        differ += found is not None
        if found:
            print(program["id"], found)
    print(f"{same} the same, {differ} different")
    return 1 if differ else 0


def run_record(database, arguments):
    recorded = [programs.record(database, program) for program in programs.read(arguments.paths)]
    programs.write(arguments.out, recorded)
    print(f"{len(recorded)} programs")
    return 0


def run_shrink(database, arguments):
    program = next(one for one in programs.read(arguments.paths) if one["id"] == arguments.id)
    small = shrink(database, program, arguments.runner)
    programs.write(arguments.out, [small])
    for op, result in zip(small["ops"], small["expect"]):
        print(op, "=>", result)
    return 0


def count(arguments):
    ops, errors, models = Counter(), Counter(), Counter()
    for program in programs.read(arguments.paths):
        for op, result in zip(program["ops"], program["expect"]):
            ops[op["op"]] += 1
            errors.update([result["error"]] if "error" in result else [])
            models.update([op["model"]] if "model" in op else [])
    for counter in (ops, errors, models):
        print(", ".join(f"{name} {number}" for name, number in counter.most_common()))
    return 0


VERBS = {"generate": run_generate, "record": run_record, "replay": run_replay, "shrink": run_shrink}

if __name__ == "__main__":
    sys.exit(main())
