"""In: the benchmark of one person in a small size. Out: it runs, both programs pay the same, every program is told."""

from __future__ import annotations

import pytest

from tests.benchmarks import people, person


def test_the_benchmark_of_one_person_runs(capsys: pytest.CaptureFixture[str]) -> None:
    person.main(["--deals", "12", "--rounds", "1"])
    printed = capsys.readouterr().out
    assert printed.startswith("12 credits, ")
    assert "one deal more on the last day" in printed


def test_the_benchmark_ends_when_the_two_programs_pay_differently(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "TARGET", 2 * people.TARGET)
    with pytest.raises(SystemExit, match="pay differently"):
        person.main(["--deals", "12", "--rounds", "1"])
