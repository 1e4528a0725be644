"""Handlers of the tag ``analyses``."""

from collections.abc import Mapping
from typing import Any

from leapyear_api.models import (
    AnalysisCache,
    AnalysisPrice,
    AnalysisRequest,
    AnalysisResult,
    VectorResult,
)
from leapyear_core.api.answers import Accepted
from leapyear_core.api.handlers.jobs import accepted
from leapyear_core.api.prefer import Preferences
from leapyear_core.api.presenters import present_answer, present_price
from leapyear_core.api.threads import in_thread
from leapyear_core.api.unset import given, whole
from leapyear_core.api.waiting import ended
from leapyear_core.core import Core
from leapyear_core.model.analysis_trees import read_analysis
from leapyear_core.privacy.accounting import ATTO, NANO
from leapyear_core.services.analyses import Answer, Pending
from leapyear_core.services.questions import Question
from leapyear_core.services.sessions import Caller


async def run_analysis(
    core: Core, caller: Caller, *, body: AnalysisRequest, prefer: Preferences
) -> AnalysisResult | VectorResult | Accepted:
    """Answer a question, within the time that the caller waits, or else as a job."""
    asked = await in_thread(_ask, core, caller, body)
    if isinstance(asked, Pending):
        if prefer.wait is None or not await ended(asked.end, prefer.wait):
            return accepted(await in_thread(core.jobs.get, caller, asked.job_id))
        # The end of the computation, or its error.
        asked.end.result(timeout=0)
        asked = await in_thread(core.jobs.result, caller, asked.job_id)
    return present_answer(asked)


def price_analysis(core: Core, caller: Caller, *, body: AnalysisRequest) -> AnalysisPrice:
    """What the answer to a question would cost."""
    analysis = core.views.expand(caller, body.analysis.to_dict())
    return present_price(core.analyses.price(caller, _question(analysis, body)))


def _ask(core: Core, caller: Caller, body: AnalysisRequest) -> Answer | Pending:
    analysis = core.views.expand(caller, body.analysis.to_dict())
    return core.analyses.ask(caller, _question(analysis, body))


def get_analysis_cache(core: Core, caller: Caller) -> AnalysisCache:
    """How many analyses are answered from the record."""
    return AnalysisCache(analyses=core.analysis_cache.count(caller))


def clear_analysis_cache(core: Core, caller: Caller) -> None:
    """Answer none of them from the record any more."""
    core.analysis_cache.clear(caller)


def _question(analysis: Mapping[str, Any], body: AnalysisRequest) -> Question:
    exposure, delta = given(body.exposure), given(body.delta)
    return Question(
        analysis=read_analysis(analysis),
        cache=bool(body.cache),
        accuracy=given(body.accuracy),
        precise=bool(body.precise),
        exposure_nano=None if exposure is None else round(exposure * NANO),
        minimum_dataset_size=whole(body.minimum_dataset_size),
        allow_max_budget_allocation=bool(body.allow_max_budget_allocation),
        exposure_share=given(body.exposure_share),
        # The contract allows no less than one unit; but the double next to 1e-18 may be below it.
        delta_atto=None if delta is None else max(1, int(delta * ATTO)),
    )
