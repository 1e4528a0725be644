# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.correlation_analysis import CorrelationAnalysis
    from ..models.count_analysis import CountAnalysis
    from ..models.count_distinct_analysis import CountDistinctAnalysis
    from ..models.count_rows_analysis import CountRowsAnalysis
    from ..models.covariance_analysis import CovarianceAnalysis
    from ..models.describe_analysis import DescribeAnalysis
    from ..models.group_by_analysis import GroupByAnalysis
    from ..models.histogram_analysis import HistogramAnalysis
    from ..models.infer_bounds_analysis import InferBoundsAnalysis
    from ..models.iqr_analysis import IqrAnalysis
    from ..models.kurtosis_analysis import KurtosisAnalysis
    from ..models.mean_analysis import MeanAnalysis
    from ..models.quantile_analysis import QuantileAnalysis
    from ..models.quantiles_analysis import QuantilesAnalysis
    from ..models.skewness_analysis import SkewnessAnalysis
    from ..models.std_analysis import StdAnalysis
    from ..models.sum_analysis import SumAnalysis
    from ..models.variance_analysis import VarianceAnalysis


T = TypeVar("T", bound="AnalysisRequest")


@_attrs_define
class AnalysisRequest:
    """A question, and how it shall be answered.

    Attributes:
        analysis (CorrelationAnalysis | CountAnalysis | CountDistinctAnalysis | CountRowsAnalysis | CovarianceAnalysis |
            DescribeAnalysis | GroupByAnalysis | HistogramAnalysis | InferBoundsAnalysis | IqrAnalysis | KurtosisAnalysis |
            MeanAnalysis | QuantileAnalysis | QuantilesAnalysis | SkewnessAnalysis | StdAnalysis | SumAnalysis |
            VarianceAnalysis): A question about a relation.
        cache (bool | Unset): Whether an answer on record will do. False charges for a fresh one. Default: True.
        accuracy (float | Unset): The half-width that the 95 % noise interval of a count or a sum shall have, in the
            unit of the value; the
            price follows from it, and is at most what the privacy profile of the database lets one computation spend.
            Left out, as `exposure` is: the profile says what is spent.
        exposure (float | Unset): What to spend, in rho of rho-zCDP, or in epsilon, where the limit of the database has
            a delta of 0: no more than
            the privacy profile lets one computation spend. No accuracy goes with it.
        exposure_share (float | Unset): What to spend, as a share of the limit of the database. It takes the place of an
            `exposure`.
        minimum_dataset_size (int | Unset): How many rows the data set is known to have, from elsewhere: the accuracy
            that the privacy profile wants is
            relative to it then, and not to the noisy size of the table.
        allow_max_budget_allocation (bool | Unset): Whether to spend the most that one computation may, where the
            accuracy takes that or more. False refuses it.
             Default: True.
        delta (float | Unset): What to spend of the delta of the privacy limit on telling which groups of unknown keys
            there are: the
            probability with which someone may be told by a group that is there because of them alone. The smaller it is,
            the more rows a group must have. Left out: a hundredth of all that the limit has for this.
        precise (bool | Unset): Whether the answer shall have no noise. Only with full access to what the question
            reads; no accuracy goes with it. Default: False.
    """

    analysis: (
        CorrelationAnalysis
        | CountAnalysis
        | CountDistinctAnalysis
        | CountRowsAnalysis
        | CovarianceAnalysis
        | DescribeAnalysis
        | GroupByAnalysis
        | HistogramAnalysis
        | InferBoundsAnalysis
        | IqrAnalysis
        | KurtosisAnalysis
        | MeanAnalysis
        | QuantileAnalysis
        | QuantilesAnalysis
        | SkewnessAnalysis
        | StdAnalysis
        | SumAnalysis
        | VarianceAnalysis
    )
    cache: bool | Unset = True
    accuracy: float | Unset = UNSET
    exposure: float | Unset = UNSET
    exposure_share: float | Unset = UNSET
    minimum_dataset_size: int | Unset = UNSET
    allow_max_budget_allocation: bool | Unset = True
    delta: float | Unset = UNSET
    precise: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        from ..models.correlation_analysis import CorrelationAnalysis  # noqa: PLC0415
        from ..models.count_analysis import CountAnalysis  # noqa: PLC0415
        from ..models.count_distinct_analysis import CountDistinctAnalysis  # noqa: PLC0415
        from ..models.count_rows_analysis import CountRowsAnalysis  # noqa: PLC0415
        from ..models.covariance_analysis import CovarianceAnalysis  # noqa: PLC0415
        from ..models.group_by_analysis import GroupByAnalysis  # noqa: PLC0415
        from ..models.histogram_analysis import HistogramAnalysis  # noqa: PLC0415
        from ..models.infer_bounds_analysis import InferBoundsAnalysis  # noqa: PLC0415
        from ..models.iqr_analysis import IqrAnalysis  # noqa: PLC0415
        from ..models.kurtosis_analysis import KurtosisAnalysis  # noqa: PLC0415
        from ..models.mean_analysis import MeanAnalysis  # noqa: PLC0415
        from ..models.quantile_analysis import QuantileAnalysis  # noqa: PLC0415
        from ..models.quantiles_analysis import QuantilesAnalysis  # noqa: PLC0415
        from ..models.skewness_analysis import SkewnessAnalysis  # noqa: PLC0415
        from ..models.std_analysis import StdAnalysis  # noqa: PLC0415
        from ..models.sum_analysis import SumAnalysis  # noqa: PLC0415
        from ..models.variance_analysis import VarianceAnalysis  # noqa: PLC0415

        analysis: dict[str, Any]
        if isinstance(self.analysis, CountRowsAnalysis):
            analysis = self.analysis.to_dict()
        elif isinstance(self.analysis, CountAnalysis):
            analysis = self.analysis.to_dict()
        elif isinstance(self.analysis, CountDistinctAnalysis):
            analysis = self.analysis.to_dict()
        elif isinstance(self.analysis, SumAnalysis):
            analysis = self.analysis.to_dict()
        elif isinstance(self.analysis, MeanAnalysis):
            analysis = self.analysis.to_dict()
        elif isinstance(self.analysis, VarianceAnalysis):
            analysis = self.analysis.to_dict()
        elif isinstance(self.analysis, StdAnalysis):
            analysis = self.analysis.to_dict()
        elif isinstance(self.analysis, QuantileAnalysis):
            analysis = self.analysis.to_dict()
        elif isinstance(self.analysis, QuantilesAnalysis):
            analysis = self.analysis.to_dict()
        elif isinstance(self.analysis, IqrAnalysis):
            analysis = self.analysis.to_dict()
        elif isinstance(self.analysis, InferBoundsAnalysis):
            analysis = self.analysis.to_dict()
        elif isinstance(self.analysis, SkewnessAnalysis):
            analysis = self.analysis.to_dict()
        elif isinstance(self.analysis, KurtosisAnalysis):
            analysis = self.analysis.to_dict()
        elif isinstance(self.analysis, CovarianceAnalysis):
            analysis = self.analysis.to_dict()
        elif isinstance(self.analysis, CorrelationAnalysis):
            analysis = self.analysis.to_dict()
        elif isinstance(self.analysis, HistogramAnalysis):
            analysis = self.analysis.to_dict()
        elif isinstance(self.analysis, GroupByAnalysis):
            analysis = self.analysis.to_dict()
        else:
            analysis = self.analysis.to_dict()

        cache = self.cache

        accuracy = self.accuracy

        exposure = self.exposure

        exposure_share = self.exposure_share

        minimum_dataset_size = self.minimum_dataset_size

        allow_max_budget_allocation = self.allow_max_budget_allocation

        delta = self.delta

        precise = self.precise

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "analysis": analysis,
            }
        )
        if cache is not UNSET:
            field_dict["cache"] = cache
        if accuracy is not UNSET:
            field_dict["accuracy"] = accuracy
        if exposure is not UNSET:
            field_dict["exposure"] = exposure
        if exposure_share is not UNSET:
            field_dict["exposure_share"] = exposure_share
        if minimum_dataset_size is not UNSET:
            field_dict["minimum_dataset_size"] = minimum_dataset_size
        if allow_max_budget_allocation is not UNSET:
            field_dict["allow_max_budget_allocation"] = allow_max_budget_allocation
        if delta is not UNSET:
            field_dict["delta"] = delta
        if precise is not UNSET:
            field_dict["precise"] = precise

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.correlation_analysis import CorrelationAnalysis  # noqa: PLC0415
        from ..models.count_analysis import CountAnalysis  # noqa: PLC0415
        from ..models.count_distinct_analysis import CountDistinctAnalysis  # noqa: PLC0415
        from ..models.count_rows_analysis import CountRowsAnalysis  # noqa: PLC0415
        from ..models.covariance_analysis import CovarianceAnalysis  # noqa: PLC0415
        from ..models.describe_analysis import DescribeAnalysis  # noqa: PLC0415
        from ..models.group_by_analysis import GroupByAnalysis  # noqa: PLC0415
        from ..models.histogram_analysis import HistogramAnalysis  # noqa: PLC0415
        from ..models.infer_bounds_analysis import InferBoundsAnalysis  # noqa: PLC0415
        from ..models.iqr_analysis import IqrAnalysis  # noqa: PLC0415
        from ..models.kurtosis_analysis import KurtosisAnalysis  # noqa: PLC0415
        from ..models.mean_analysis import MeanAnalysis  # noqa: PLC0415
        from ..models.quantile_analysis import QuantileAnalysis  # noqa: PLC0415
        from ..models.quantiles_analysis import QuantilesAnalysis  # noqa: PLC0415
        from ..models.skewness_analysis import SkewnessAnalysis  # noqa: PLC0415
        from ..models.std_analysis import StdAnalysis  # noqa: PLC0415
        from ..models.sum_analysis import SumAnalysis  # noqa: PLC0415
        from ..models.variance_analysis import VarianceAnalysis  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_analysis(
            data: object,
        ) -> (
            CorrelationAnalysis
            | CountAnalysis
            | CountDistinctAnalysis
            | CountRowsAnalysis
            | CovarianceAnalysis
            | DescribeAnalysis
            | GroupByAnalysis
            | HistogramAnalysis
            | InferBoundsAnalysis
            | IqrAnalysis
            | KurtosisAnalysis
            | MeanAnalysis
            | QuantileAnalysis
            | QuantilesAnalysis
            | SkewnessAnalysis
            | StdAnalysis
            | SumAnalysis
            | VarianceAnalysis
        ):
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_analysis_type_0 = CountRowsAnalysis.from_dict(data)

                return componentsschemas_analysis_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_analysis_type_1 = CountAnalysis.from_dict(data)

                return componentsschemas_analysis_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_analysis_type_2 = CountDistinctAnalysis.from_dict(data)

                return componentsschemas_analysis_type_2
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_analysis_type_3 = SumAnalysis.from_dict(data)

                return componentsschemas_analysis_type_3
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_analysis_type_4 = MeanAnalysis.from_dict(data)

                return componentsschemas_analysis_type_4
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_analysis_type_5 = VarianceAnalysis.from_dict(data)

                return componentsschemas_analysis_type_5
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_analysis_type_6 = StdAnalysis.from_dict(data)

                return componentsschemas_analysis_type_6
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_analysis_type_7 = QuantileAnalysis.from_dict(data)

                return componentsschemas_analysis_type_7
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_analysis_type_8 = QuantilesAnalysis.from_dict(data)

                return componentsschemas_analysis_type_8
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_analysis_type_9 = IqrAnalysis.from_dict(data)

                return componentsschemas_analysis_type_9
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_analysis_type_10 = InferBoundsAnalysis.from_dict(data)

                return componentsschemas_analysis_type_10
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_analysis_type_11 = SkewnessAnalysis.from_dict(data)

                return componentsschemas_analysis_type_11
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_analysis_type_12 = KurtosisAnalysis.from_dict(data)

                return componentsschemas_analysis_type_12
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_analysis_type_13 = CovarianceAnalysis.from_dict(data)

                return componentsschemas_analysis_type_13
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_analysis_type_14 = CorrelationAnalysis.from_dict(data)

                return componentsschemas_analysis_type_14
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_analysis_type_15 = HistogramAnalysis.from_dict(data)

                return componentsschemas_analysis_type_15
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                componentsschemas_analysis_type_16 = GroupByAnalysis.from_dict(data)

                return componentsschemas_analysis_type_16
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            if not isinstance(data, dict):
                raise TypeError()
            componentsschemas_analysis_type_17 = DescribeAnalysis.from_dict(data)

            return componentsschemas_analysis_type_17

        analysis = _parse_analysis(d.pop("analysis"))

        cache = d.pop("cache", UNSET)

        accuracy = d.pop("accuracy", UNSET)

        exposure = d.pop("exposure", UNSET)

        exposure_share = d.pop("exposure_share", UNSET)

        minimum_dataset_size = d.pop("minimum_dataset_size", UNSET)

        allow_max_budget_allocation = d.pop("allow_max_budget_allocation", UNSET)

        delta = d.pop("delta", UNSET)

        precise = d.pop("precise", UNSET)

        analysis_request = cls(
            analysis=analysis,
            cache=cache,
            accuracy=accuracy,
            exposure=exposure,
            exposure_share=exposure_share,
            minimum_dataset_size=minimum_dataset_size,
            allow_max_budget_allocation=allow_max_budget_allocation,
            delta=delta,
            precise=precise,
        )

        return analysis_request
