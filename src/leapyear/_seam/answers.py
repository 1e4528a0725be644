"""Generated models of jobs, prices and answers become frozen values of ours."""

from leapyear._answers import Interval, RichResult
from leapyear._exposure import AnalysisPrice
from leapyear._jobs import AsyncJobInformation, JobState
from leapyear._problems import error_of_response
from leapyear._seam import records, replies
from leapyear._vectors import Bin, Cell, CellKey, VectorResult
from leapyear_api import models as m
from leapyear_api.types import Unset


def job(model: m.Job) -> AsyncJobInformation:
    """A job."""
    problem = model.problem
    return AsyncJobInformation(
        id=replies.text(model.id),
        state=JobState(model.state.value),
        kind=model.kind.value,
        username=replies.text(model.username),
        database=replies.text(model.database),
        created_at=model.created_at,
        progress=float(replies.number(model.progress)),
        finished_at=None if isinstance(model.finished_at, Unset) else model.finished_at,
        resource=replies.optional(model.resource),
        error=None
        if isinstance(problem, Unset)
        else error_of_response(problem.status, problem.to_dict(), request=f"job {model.id}"),
    )


def price(model: m.AnalysisPrice) -> AnalysisPrice:
    """What an answer would cost."""
    width = model.half_width
    return AnalysisPrice(
        exposure=records.exposure(model.exposure),
        exposure_left=records.exposure(model.exposure_left),
        half_width=None if isinstance(width, Unset) else replies.number(width),
        cached=replies.truth(model.cached),
        delta=0.0 if isinstance(model.delta, Unset) else float(replies.number(model.delta)),
    )


def answer(model: object) -> RichResult | VectorResult:
    """An answer, of one number or of many."""
    if isinstance(model, m.VectorResult):
        return VectorResult(
            dimensions=tuple(map(replies.text, model.dimensions)),
            cells=tuple(map(_cell, model.cells)),
            confidence=replies.number(model.confidence),
            mechanism=model.mechanism.value,
            exposure=records.exposure(model.exposure),
            exposure_left=records.exposure(model.exposure_left),
            cached=replies.truth(model.cached),
            threshold=None
            if isinstance(model.threshold, Unset)
            else replies.whole(model.threshold),
            delta=None if isinstance(model.delta, Unset) else float(replies.number(model.delta)),
        )
    number = replies.expected(model, m.AnalysisResult)
    return RichResult(
        value=replies.number(number.value),
        interval=_interval(number.interval),
        confidence=replies.number(number.confidence),
        mechanism=number.mechanism.value,
        noise_scale=replies.number(number.noise_scale),
        exposure=records.exposure(number.exposure),
        exposure_left=records.exposure(number.exposure_left),
        cached=replies.truth(number.cached),
    )


def _cell(model: m.VectorCell) -> Cell:
    return Cell(
        keys=tuple(map(_cell_key, model.keys)),
        statistic=replies.text(model.statistic),
        value=replies.number(model.value),
        interval=_interval(model.interval),
        noise_scale=replies.number(model.noise_scale),
    )


def _cell_key(model: object) -> CellKey:
    match model:
        case m.BinKey(lower=lower, upper=upper):
            return Bin(replies.number(lower), replies.number(upper))
        case m.BoolConstant(value=value):
            return replies.truth(value)
        case m.IntConstant(value=value):
            return replies.whole(value)
        case m.RealConstant(value=value):
            return float(replies.number(value))
        case m.TextConstant(value=value):
            return replies.text(value)
        case m.DateConstant(value=value):
            return value
        case _:
            raise TypeError(f"no key of a cell: {type(model).__name__}")


def _interval(model: m.Interval) -> Interval:
    return Interval(replies.number(model.low), replies.number(model.high))
