"""A measure as steps: its total, its quota as stated and as prorated, and its attainment.

In: the outline of a measure. Out: the steps by name. Names say the content, so that equal steps appear once.
"""

from __future__ import annotations

from dataclasses import dataclass

from comp_rules.kernel.steps import AnyStep, Dated, Frame, Ratio, Scale, Total
from comp_rules.plan.outline import MeasureOutline, Outline


@dataclass(frozen=True, slots=True)
class MeasureSteps:
    """The names of a measure's steps, and the steps in the order in which they run."""

    total: str
    quota: str | None
    prorated: str | None
    attainment: str | None
    steps: tuple[AnyStep, ...]


def steps_from_measure(measure: MeasureOutline, outline: Outline) -> MeasureSteps:
    """Return the steps of a measure without faults; the prorated quota is the stated one if the plan prorates none."""
    assert measure.unit is not None
    frame, path = measure.frame, measure.place.path
    total = Total(
        name=f"total({'+'.join(measure.credits)}).{frame_name(frame)}",
        path=path,
        credits=measure.credits,
        unit=measure.unit,
        frame=frame,
    )
    if measure.quota is None:
        return MeasureSteps(total.name, None, None, None, (total,))
    stated = Dated(
        name=f"quota({measure.quota}).{frame_name(frame)}",
        path=f"{path}.quota",
        table="quota",
        key=measure.quota,
        unit=measure.unit,
        frame=frame,
    )
    steps: list[AnyStep] = [total, stated]
    prorated = stated.name
    if outline.prorates_quota:
        scale = Scale(
            name=f"prorated.{stated.name}", path="proration", amount=stated.name, unit=measure.unit, frame=frame
        )
        steps.append(scale)
        prorated = scale.name
    ratio = Ratio(name=f"{total.name}/{prorated}", path=path, upper=total.name, lower=prorated, frame=frame)
    return MeasureSteps(total.name, stated.name, prorated, ratio.name, (*steps, ratio))


def target_step(frame: Frame, path: str) -> Dated:
    """Return the step that looks up the annual target incentive for each cell of a frame."""
    return Dated(name=f"target.{frame_name(frame)}", path=path, table="target", key="", unit="money", frame=frame)


def frame_name(frame: Frame) -> str:
    """Return a name for a frame, unique among the frames of a plan."""
    return f"{frame.window}({frame.quota})" if frame.quota else frame.window
