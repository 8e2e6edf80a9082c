"""In: `python -m tests.faults [--sample N] [--seed S] [--all] ...`. Out: how many mutants of the engine tests catch.
A run that was cut off goes on where it stopped; `--again` tries what was not caught with the tests as they are now."""

import argparse
import hashlib
import random
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.mutants import Mutant, mutants_of
from tests.faults.trying import Trial, results_of

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("comp_rules/kernel", "comp_rules/flow", "comp_rules/kinds")
TESTS = ["tests/comp_rules", "tests/scenarios"]
CAUGHT = {"caught", "out of time", "crashed"}


def main(words: list[str]) -> int:
    """Try a sample of the mutants, or all of them; 0 when at least `--at-least` percent are caught in every folder."""
    chosen = _options(words)
    place = ROOT / "var" / "faults"
    place.mkdir(parents=True, exist_ok=True)
    state = _state()
    results, measured = place / f"{state}.jsonl", place / f"{state}.gz"
    mutants = _mutants() if chosen.all else _sample(_mutants(), chosen.sample, chosen.seed)
    mutants = [mutant for mutant in mutants if chosen.only in mutant.path]
    print(f"{len(mutants)} mutants, seed {chosen.seed}, results in {results.relative_to(ROOT)}", flush=True)

    def untried() -> list[Mutant]:
        done = {row["mutant"] for row in results_of(results) if row["outcome"] in CAUGHT or not chosen.again}
        return [mutant for mutant in mutants if mutant.name not in done]

    trial = Trial(ROOT, FOLDERS, untried, results, measured, chosen.processes, chosen.budget, _say)
    words = ["-q", "-p", "no:xdist", "-p", "tests.faults.unshrunk", *TESTS]
    status = pytest.main(words, plugins=[trial])
    return int(status) or _told(mutants, {row["mutant"]: row for row in results_of(results)}, chosen.at_least)


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description="Mutation testing of the engine.")
    parser.add_argument("--sample", type=int, default=300, help="how many mutants, spread over the folders")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    parser.add_argument("--all", action="store_true", help="every mutant: takes hours")
    parser.add_argument("--only", default="", help="of those, the ones in files whose path contains this")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--budget", type=float, default=15, help="seconds of tests per mutant; 0: all that run it")
    parser.add_argument("--again", action="store_true", help="try survivors anew, for example with --budget 0")
    parser.add_argument("--at-least", type=int, default=90, help="percent that must be caught")
    return parser.parse_args(words)


def _state() -> str:
    """Name the state of the engine: results hold for one state only."""
    held = hashlib.sha256()
    for path in sorted((ROOT / "comp_rules").rglob("*.py")):
        held.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return held.hexdigest()[:12]


def _mutants() -> list[Mutant]:
    paths = [path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.py"))]
    names = [path.relative_to(ROOT).as_posix() for path in paths]
    return [
        mutant
        for path, name in zip(paths, names, strict=True)
        for mutant in mutants_of(name, path.read_text(encoding="utf-8"))
    ]


def _sample(mutants: list[Mutant], count: int, seed: int) -> list[Mutant]:
    """Take as many from each folder; a larger sample of the same seed contains the smaller one."""
    chance = random.Random(seed)
    taken = []
    for number, folder in enumerate(FOLDERS):
        inside = [mutant for mutant in mutants if mutant.path.startswith(f"{folder}/")]
        chance.shuffle(inside)
        taken.append(inside[: (count + number) // len(FOLDERS)])
    longest = max(map(len, taken))
    return [some[at] for at in range(longest) for some in taken if at < len(some)]


def _told(mutants: list[Mutant], results: dict[str, dict[str, str]], at_least: int) -> int:
    """Print the survivors and how many were caught by folder; 1 when a folder is below what is asked."""
    tried = [mutant for mutant in mutants if mutant.name in results]
    print("\nNot caught:")
    for mutant in tried:
        if results[mutant.name]["outcome"] not in CAUGHT:
            print(f"  {results[mutant.name]['outcome']:24} {mutant.name}")
    print("\nCaught by:")
    caught_by = Counter(results[mutant.name]["by"].partition("::")[0] for mutant in tried)
    for file, count in caught_by.most_common(20):
        print(f"  {count:5} {file or '(none, or out of time)'}")
    below = False
    for folder in FOLDERS:
        inside = [results[mutant.name]["outcome"] for mutant in tried if mutant.path.startswith(f"{folder}/")]
        caught = sum(outcome in CAUGHT for outcome in inside)
        if inside:
            print(f"{folder}: {caught} of {len(inside)} caught, {100 * caught / len(inside):.1f}%")
            below = below or 100 * caught < at_least * len(inside)
    return int(below)


def _say(text: str) -> None:
    sys.__stdout__.write(f"{text}\n")  # type: ignore[union-attr]
    sys.__stdout__.flush()  # type: ignore[union-attr]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
