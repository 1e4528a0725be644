"""Answers and jobs in the words of the contract."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from leapyear_api.models import (
    AccessSubject,
    AnalysisPrice,
    AnalysisResult,
    BinKey,
    BoolConstant,
    DateConstant,
    Exposure,
    IntConstant,
    Interval,
    Job,
    JobKind,
    JobState,
    Mechanism,
    PrivacyDefinition,
    PrivacyLimit,
    PrivacyProfileParams,
    RealConstant,
    SubjectKind,
    TextConstant,
    VectorCell,
    VectorResult,
)
from leapyear_api.types import UNSET, Unset
from leapyear_core.api.problems import error_of, problem_of
from leapyear_core.api.unset import shown
from leapyear_core.catalog.charges import Cell, Cells
from leapyear_core.catalog.jobs import JobRecord
from leapyear_core.model.access import Subject
from leapyear_core.model.profiles import Definition, ProfileParams
from leapyear_core.privacy.accounting import ATTO, NANO
from leapyear_core.privacy.ledger import Balance
from leapyear_core.privacy.mechanisms import CONFIDENCE
from leapyear_core.services import creations
from leapyear_core.services.analyses import Answer, Price
from leapyear_core.services.jobs import JobView

#: What a key of a cell is, by its kind.
_KEYS: Mapping[str, Any] = MappingProxyType(
    {
        "bin": BinKey,
        "real": RealConstant,
        "bool": BoolConstant,
        "int": IntConstant,
        "text": TextConstant,
        "date": DateConstant,
    }
)


def present_answer(answer: Answer) -> AnalysisResult | VectorResult:
    """An answer with its error and its price."""
    estimate, balance = answer.estimate, answer.balance
    confidence = 1.0 if estimate.is_exact else CONFIDENCE
    mechanism = _mechanism(answer)
    if isinstance(estimate, Cells):
        return VectorResult(
            dimensions=list(estimate.dimensions),
            cells=[_present_cell(each) for each in estimate.cells],
            confidence=confidence,
            mechanism=mechanism,
            exposure=_exposure(answer.exposure_nano, balance),
            exposure_left=_exposure(answer.left_nano, balance),
            threshold=shown(estimate.threshold),
            delta=UNSET if estimate.threshold is None else answer.delta_atto / ATTO,
            cached=answer.cached,
        )
    return AnalysisResult(
        value=estimate.value,
        interval=Interval(low=estimate.low, high=estimate.high),
        confidence=confidence,
        mechanism=mechanism,
        noise_scale=estimate.noise_scale,
        exposure=_exposure(answer.exposure_nano, balance),
        exposure_left=_exposure(answer.left_nano, balance),
        cached=answer.cached,
    )


def _exposure(nano: int, balance: Balance) -> Exposure:
    return present_exposure(nano, balance.limit, balance.definition)


#: The noise of sums, by the definition of privacy.
_MECHANISMS: Mapping[Definition, Mechanism] = MappingProxyType(
    {
        Definition.ZCDP: Mechanism.DISCRETE_GAUSSIAN,
        Definition.PURE: Mechanism.DISCRETE_LAPLACE,
    }
)


def _mechanism(answer: Answer) -> Mechanism:
    if answer.estimate.is_exact:
        return Mechanism.NONE
    return Mechanism.EXPONENTIAL if answer.is_choice else _MECHANISMS[answer.balance.definition]


def _present_cell(cell: Cell) -> VectorCell:
    estimate = cell.estimate
    return VectorCell(
        keys=[_KEYS[key["kind"]].from_dict(key) for key in cell.keys],
        statistic=cell.statistic,
        value=estimate.value,
        interval=Interval(low=estimate.low, high=estimate.high),
        noise_scale=estimate.noise_scale,
    )


def present_price(price: Price) -> AnalysisPrice:
    """What an answer would cost."""
    balance = price.balance
    return AnalysisPrice(
        exposure=_exposure(price.exposure_nano, balance),
        exposure_left=_exposure(price.left_nano, balance),
        half_width=shown(price.half_width),
        delta=price.delta_atto / ATTO if price.delta_atto else UNSET,
        cached=price.cached,
    )


def present_exposure(nano: int, limit_nano: int, definition: Definition) -> Exposure:
    """An amount of privacy, by itself and as a share of its database's limit."""
    # A share of a limit that is nothing must not fail: the smallest of the contract can come to that.
    amount, share = nano / NANO, nano / max(1, limit_nano)
    if definition is Definition.PURE:
        return Exposure(epsilon=amount, share=share)
    return Exposure(rho=amount, share=share)


def present_params(params: ProfileParams) -> PrivacyProfileParams:
    """The parameters of a privacy profile."""
    limit = params.default_limit
    return PrivacyProfileParams(
        exposure=params.exposure_nano / NANO,
        default_limit=PrivacyLimit(epsilon=limit.epsilon, delta=limit.delta),
        accuracy=shown(params.accuracy),
        minimum_dataset_size=params.minimum_dataset_size,
        maximum_sensitivity_multiplier=shown(params.maximum_sensitivity_multiplier),
        definition=PrivacyDefinition(params.definition.value),
    )


def present_subject(subject: Subject) -> AccessSubject:
    """A user or a group."""
    return AccessSubject(kind=SubjectKind(subject.kind.value), name=subject.name)


def present_job(view: JobView) -> Job:
    """A job as its owner sees it."""
    record = view.record
    problem = record.problem
    return Job(
        id=record.id,
        state=JobState(view.state),
        kind=JobKind(record.kind),
        username=record.username,
        database=record.database,
        created_at=record.created_at,
        finished_at=record.finished_at or UNSET,
        progress=view.progress,
        resource=_resource(record) if view.state == "finished" else UNSET,
        problem=problem_of(error_of(problem["code"], problem["detail"])) if problem else UNSET,
    )


def _resource(record: JobRecord) -> str | Unset:
    """The path of what a finished job has made."""
    if record.kind != creations.KIND:
        return UNSET
    return f"/v1/databases/{record.database}/tables/{record.request['name']}"
