"""Makes a program shorter that fails in the runner."""
from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

import programs
from machine import Unexpected


def shrink(database, program, runner):
    """The shortest part of a program that still fails, with what SQLAlchemy makes of that part.

    A part in which SQLAlchemy fails in a way for which the format has no word proves nothing, nor does one
    in which it reads what the format wants to be loaded before; the runner calls such a thing "not loaded".
    """
    best, sign = failures(database, [program], runner)[0]
    if best is None:
        raise SystemExit(f"{program['id']} does not fail")

    def fails(parts):
        return [part if found == sign else None for part, found in failures(database, parts, runner)]

    size = max(len(best["ops"]) // 2, 1)
    while True:
        starts = range(0, len(best["ops"]), size)
        shorter = [start for start, found in zip(starts, fails([
            without(best, [start], size) for start in starts])) if found]
        while shorter:
            smaller = fails([without(best, shorter, size)])[0]
            if smaller:
                best = smaller
                break
            shorter = shorter[-max(len(shorter) // 2, 1):] if len(shorter) > 1 else []
        else:
            if size == 1:
                return best
            size = max(size // 2, 1)


def without(program, starts, size):
    left_out = {at for start in starts for at in range(start, start + size)}
    return program | {"ops": [op for at, op in enumerate(program["ops"]) if at not in left_out]}


def failures(database, parts, runner):
    """For each program: the part that shows the failure, and the failure's sign; or twice None."""
    recorded = []
    for at, part in enumerate(parts):
        try:
            one, is_order_open = programs.record_and_tell(database, part | {"id": f"part-{at}"})
            recorded.append(None if is_order_open else one)
        except (Unexpected, KeyError, ValueError, AttributeError, TypeError):
            recorded.append(None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "program.json"
        programs.write(path, [one for one in recorded if one])
        ran = subprocess.run([runner, "--more", str(path)], capture_output=True, text=True, timeout=600)
    found = {}
    for line in ran.stdout.splitlines():
        match = re.match(r"(MORE )?part-(\d+) (?:at (\d+))?(.*)", line)
        if match:
            sign = "more statements" if match.group(1) else sign_of(match.group(4))
            found.setdefault(int(match.group(2)), (match.group(3), sign))
    return [(cut(part | {"id": parts[at]["id"]}, found[at][0]), found[at][1]) if part and at in found
            else (None, None) for at, part in enumerate(recorded)]


def sign_of(difference):
    """What failed, without names and keys: two failures with the same sign are taken for the same."""
    words = re.match(r" \(\w+\): (error: .*|val: expected \"\w+\", found \"\w+\"|\w+)", difference)
    return re.sub(r"\d+", "", words.group(0)) if words else "end"


def cut(program, last):
    """Without what comes after the operation that differs."""
    if last is None:
        return program
    keep = int(last) + 1
    return program | {"ops": program["ops"][:keep], "expect": program["expect"][:keep]}
