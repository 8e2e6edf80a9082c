"""A measure as steps: its value, its quota as stated and as it counts, and its attainment.

In: the outline of a measure. Out: the steps by name. Names say the content, so that equal steps appear once: what only
one measure has is named after the measure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from comp_rules.kernel.steps import Add, AnyStep, Dated, Frame, Number, Ratio, Running, Scale, Total, Weighted
from comp_rules.plan.document import Map
from comp_rules.plan.literals import literal_from_text
from comp_rules.plan.outline import MeasureOutline, Outline


@dataclass(frozen=True, slots=True)
class MeasureSteps:
    """The names of a measure's steps, and the steps in the order in which they run, those of its parts first.

    `total` is its value, whatever its shape; `quota` as stated, `prorated` as it counts (by days worked, then to
    date). `attainment` is value / quota, or the value itself of a percentage without a quota; None when there is
    neither.
    """

    total: str
    quota: str | None
    prorated: str | None
    attainment: str | None
    steps: tuple[AnyStep, ...]


def steps_from_measure(measure: MeasureOutline, outline: Outline) -> MeasureSteps:
    """Return the steps of a measure without faults; the prorated quota is the stated one where nothing scales it."""
    assert measure.shape is not None
    parts, value = _SHAPES[measure.shape](measure, outline)
    before = [step for part in parts for step in part.steps]
    if measure.quota is None:
        attainment = value.name if measure.unit == "ratio" else None
        return MeasureSteps(value.name, None, None, attainment, (*before, value))
    quota = _quota_steps(measure, outline)
    ratio = Ratio(
        name=f"attainment({measure.name})",
        path=measure.place.path,
        upper=value.name,
        lower=quota[-1].name,
        frame=measure.frame,
    )
    return MeasureSteps(value.name, quota[0].name, quota[-1].name, ratio.name, (*before, value, *quota, ratio))


def running_step(measure: MeasureOutline) -> Running:
    """Return the step that places each credit of a sum or count on the measure's ladder, after its opening."""
    return Running(
        name=f"running({measure.name})",
        path=measure.place.path,
        credits=measure.credits,
        frame=measure.frame,
        opening=measure.name,
    )


def target_step(frame: Frame, path: str) -> Dated:
    """Return the step that looks up the annual target incentive for each cell of a frame."""
    return Dated(name=f"target.{frame_name(frame)}", path=path, table="target", key="", unit="money", frame=frame)


def frame_name(frame: Frame) -> str:
    """Return a name for a frame, unique among the frames of a plan."""
    inside = frame.quota or (str(frame.months) if frame.months else "")
    return f"{frame.window}({inside})" if inside else frame.window


def _quota_steps(measure: MeasureOutline, outline: Outline) -> list[Dated | Scale]:
    """The quota as stated, prorated by the part worked, and the part of it to date, as far as the plan asks.

    A quota in percent is a level and not a sum, so that neither makes it smaller.
    """
    assert measure.quota is not None
    assert measure.unit is not None
    frame, unit = measure.frame, measure.unit
    path = f"{measure.place.path}.quota"
    stated = Dated(
        name=f"quota({measure.quota}).{frame_name(frame)}",
        path=path,
        table="quota",
        key=measure.quota,
        unit=unit,
        frame=frame,
    )
    steps: list[Dated | Scale] = [stated]
    if unit == "ratio":
        return steps
    if outline.prorates_quota:
        steps.append(
            Scale(name=f"prorated.{stated.name}", path="proration", amount=stated.name, unit=unit, frame=frame)
        )
    if measure.to_date:
        steps.append(
            Scale(
                name=f"to_date.{steps[-1].name}",
                path=f"{measure.place.path}.against",
                amount=steps[-1].name,
                by="to_date",
                unit=unit,
                frame=frame,
            )
        )
    return steps


_Made = tuple[list[MeasureSteps], AnyStep]


def _credits(measure: MeasureOutline, outline: Outline) -> _Made:
    assert measure.unit is not None
    return [], Total(
        name=f"total({measure.name})",
        path=measure.place.path,
        credits=measure.credits,
        unit=measure.unit,
        frame=measure.frame,
        opening=measure.name,
    )


def _input(measure: MeasureOutline, outline: Outline) -> _Made:
    assert measure.unit is not None
    return [], Dated(
        name=f"input({measure.name})",
        path=f"{measure.place.path}.input",
        table="input",
        key=measure.node.text("input") or "",
        unit=measure.unit,
        frame=measure.frame,
    )


def _ratio(measure: MeasureOutline, outline: Outline) -> _Made:
    upper, lower = _parts(measure, outline)
    return [upper, lower], Ratio(
        name=f"ratio({measure.name})",
        path=measure.place.path,
        upper=upper.total,
        lower=lower.total,
        frame=measure.frame,
    )


def _added(measure: MeasureOutline, outline: Outline) -> _Made:
    assert measure.unit is not None
    parts = _parts(measure, outline)
    signs = (1, -1) if measure.shape == "minus" else (1,) * len(parts)
    return parts, Add(
        name=f"{measure.shape}({measure.name})",
        path=measure.place.path,
        terms=tuple((part.total, sign) for part, sign in zip(parts, signs, strict=True)),
        unit=measure.unit,
        frame=measure.frame,
    )


def _weighted(measure: MeasureOutline, outline: Outline) -> _Made:
    parts = _parts(measure, outline)
    items = []
    for part, node in zip(parts, measure.node.maps("weighted"), strict=True):
        assert part.attainment is not None
        weight, floor = _percent(node, "weight"), _percent(node, "floor")
        assert weight is not None
        items.append((part.attainment, weight, floor))
    return parts, Weighted(
        name=f"weighted({measure.name})", path=measure.place.path, items=tuple(items), frame=measure.frame
    )


def _parts(measure: MeasureOutline, outline: Outline) -> list[MeasureSteps]:
    return [steps_from_measure(outline.measures[part], outline) for part in measure.parts]


def _percent(node: Map, key: str) -> Number | None:
    value = node.get(key)
    literal = literal_from_text(node.text(key) or "", ("percent",), value.place) if value is not None else None
    return literal.as_number if literal else None


_SHAPES: Mapping[str, Callable[[MeasureOutline, Outline], _Made]] = {
    "credits": _credits,
    "input": _input,
    "ratio": _ratio,
    "minus": _added,
    "plus": _added,
    "weighted": _weighted,
}
