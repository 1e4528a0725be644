"""Questions, and what their answers are."""

import math
from collections.abc import Callable
from typing import Generic, Literal, TypeVar, overload

from attrs import field, frozen

from leapyear._answers import Interval, RichResult
from leapyear._connection import Connection
from leapyear._exposure import AnalysisPrice, Exposure, Terms, exposure_and_share
from leapyear._jobs import AsyncJobInformation, JobState
from leapyear._numbers import as_float
from leapyear._questions import Asked, printed_question
from leapyear._refusals import invalid_analysis
from leapyear._vectors import Bin, Cell, VectorResult
from leapyear.analytics._checks import flag
from leapyear.analytics._forms import Answer, Form
from leapyear.analytics.values import Histogram, Histogram2D, Matrix
from leapyear.dataset.data_set import DataSet
from leapyear.jobs import AsyncJob, Clock, Deadline, checked_timeout, wait_for_end

__all__ = [
    "Analysis",
    "AnalysisPrice",
    "AsyncAnalysis",
    "Bin",
    "Cell",
    "Exposure",
    "Histogram",
    "Histogram2D",
    "Interval",
    "Matrix",
    "RichResult",
    "VectorResult",
]

#: The questions whose accuracy can be chosen.
_ACCURATE = frozenset(
    ("count_rows", "count", "count_distinct", "sum", "histogram", "histogram2d", "group_by")
)

#: What else can be asked, where it helps.
_OF_MEANS = {"mean": ", or ask for the sum and the count with the accuracies that you need"}

#: The plain value of an answer, and the answer with everything that is known about it.
V = TypeVar("V")
R = TypeVar("R", bound=Answer)


@frozen(repr=False)
class Analysis(Generic[V, R]):
    """A question about a data set. Nothing is computed, or spent, until it runs.

    Analyses are made by the functions of `leapyear.analytics`.

    Examples
    --------
    >>> mean("age", ds)
    mean(age, DataSet.from_table('clinic.visits'))
    """

    _kind: str
    _data_set: DataSet
    _expression: Asked
    #: How the answer is given.
    _form: Form[V, R] = field(eq=False)

    def __repr__(self) -> str:
        return printed_question(self._kind, repr(self._data_set), self._expression)

    @overload
    def run(
        self,
        *,
        detach: Literal[False] = False,
        cache: bool | None = None,
        precise: bool | None = None,
        accuracy: float | None = None,
        exposure: float | str | None = None,
        minimum_dataset_size: int | None = None,
        allow_max_budget_allocation: bool | None = None,
        delta: float | None = None,
        rich_result: Literal[False] = False,
        max_timeout_sec: float | None = None,
    ) -> V: ...

    @overload
    def run(
        self,
        *,
        detach: Literal[False] = False,
        cache: bool | None = None,
        precise: bool | None = None,
        accuracy: float | None = None,
        exposure: float | str | None = None,
        minimum_dataset_size: int | None = None,
        allow_max_budget_allocation: bool | None = None,
        delta: float | None = None,
        rich_result: Literal[True],
        max_timeout_sec: float | None = None,
    ) -> R: ...

    @overload
    def run(
        self,
        *,
        detach: Literal[False] = False,
        cache: bool | None = None,
        precise: bool | None = None,
        accuracy: float | None = None,
        exposure: float | str | None = None,
        minimum_dataset_size: int | None = None,
        allow_max_budget_allocation: bool | None = None,
        delta: float | None = None,
        rich_result: bool = False,
        max_timeout_sec: float | None = None,
    ) -> V | R: ...

    @overload
    def run(
        self,
        *,
        detach: Literal[True],
        cache: bool | None = None,
        precise: bool | None = None,
        accuracy: float | None = None,
        exposure: float | str | None = None,
        minimum_dataset_size: int | None = None,
        allow_max_budget_allocation: bool | None = None,
        delta: float | None = None,
        rich_result: bool = False,
        max_timeout_sec: float | None = None,
    ) -> "AsyncAnalysis[V, R]": ...

    @overload
    def run(
        self,
        *,
        detach: bool = False,
        cache: bool | None = None,
        precise: bool | None = None,
        accuracy: float | None = None,
        exposure: float | str | None = None,
        minimum_dataset_size: int | None = None,
        allow_max_budget_allocation: bool | None = None,
        delta: float | None = None,
        rich_result: bool = False,
        max_timeout_sec: float | None = None,
    ) -> "V | R | AsyncAnalysis[V, R]": ...

    def run(
        self,
        *,
        detach: bool = False,
        cache: bool | None = None,
        precise: bool | None = None,
        accuracy: float | None = None,
        exposure: float | str | None = None,
        minimum_dataset_size: int | None = None,
        allow_max_budget_allocation: bool | None = None,
        delta: float | None = None,
        rich_result: bool = False,
        max_timeout_sec: float | None = None,
    ) -> "V | R | AsyncAnalysis[V, R]":
        """Ask the question, and pay for the answer.

        Parameters
        ----------
        detach
            Whether to return at once, with an `AsyncAnalysis` that the answer can be had from
            later. The price is paid all the same.
        cache
            Whether an answer on record will do, which costs nothing. False pays for a fresh one.
            None: as the client was told when it was made, which is yes unless said otherwise.
        precise
            Whether the answer shall have no noise. It costs nothing, and is for those whom an
            administrator gave full access to every column that the question reads, and to one at
            least of each table. Nobody gets rows. Values count within the bounds of their columns,
            as ever; of a REAL about nine digits do. None is no.
        accuracy
            The half-width that the 95 % noise interval of a count or a sum shall have, in the unit
            of the answer: ``accuracy=100`` means give or take 100, nineteen times in twenty. Half
            of it costs four times as much, and that is at most what the privacy profile of the
            database lets one computation spend. None: the profile says what is spent.
        exposure
            What to spend: an amount, in rho (in epsilon, where the delta of the database's limit is
            0), or a share of the limit of the database: ``exposure="1%"`` leaves room for a hundred
            such questions. No more than the privacy profile of the database lets one computation
            spend. It takes the place of an accuracy.
        minimum_dataset_size
            How many rows the data set is known to have, from elsewhere: the accuracy that the
            privacy profile wants is relative to that, and not to the noisy size of the table.
        allow_max_budget_allocation
            Whether to spend the most that one computation may, where the accuracy takes that or
            more. None: as the client was told when it was made, which is yes unless said otherwise.
        delta
            For groups of unknown keys: the probability with which someone may be told by a group
            that is there because of them alone. It is taken from the delta of the privacy limit;
            the smaller it is, the more rows a group must have. None: a hundredth of what the limit
            has for this.
        rich_result
            Whether to return a `RichResult` (of many numbers a `VectorResult`), with intervals and
            price, instead of the plain value.
        max_timeout_sec
            Seconds to wait for the answer; None is 600. A job that is not done by then runs on.
            With ``detach`` it is for the waits to come.

        Returns
        -------
        int, float, a value of many numbers, RichResult, VectorResult or AsyncAnalysis
            The answer with its noise: an int for counts and for sums of whole numbers, otherwise a
            float; for many numbers what the function that made the analysis says.

        Raises
        ------
        PermissionDenied
            If an exact answer is asked for, and the user has not the access that it needs.
        PrivacyProfileViolation
            If the privacy profile of the database rules the question out:
            `HighPrivacyExposureException` where it would expose more than one computation may,
            `DataSetTooSmallException` where the most must not be spent.
        PrivacyLimitExceeded
            If the answer would cost more than the database has left. Nothing is computed, and
            nothing spent.
        InvalidAnalysis
            If the accuracy is not positive, or is asked for where there is none to choose, as in
            an exact answer.
        AsyncTimeoutError
            If the answer does not come in time.
        NotConnected
            If the connection is closed.

        Examples
        --------
        >>> count_rows(ds).run()
        200013
        >>> count_rows(ds).run(rich_result=True)
        <RichResult 200013 ± 28 (95 %), from the record, nothing spent, 98.6 % left>
        >>> count_rows(ds).run(precise=True, rich_result=True)
        <RichResult 200000 exactly, nothing spent, 98.6 % left>
        """
        terms = self._terms(
            accuracy, exposure, minimum_dataset_size, allow_max_budget_allocation, delta
        )
        seconds = checked_timeout(max_timeout_sec)
        is_rich = flag(rich_result, "rich_result", False)
        connection = self._data_set._open_connection()
        deadline = Deadline.after(seconds, _CLOCK)
        reply = connection.server.run_analysis(
            self._kind,
            self._data_set._relation,
            self._expression,
            cache=flag(cache, "cache", connection.default_analysis_caching),
            terms=terms,
            precise=flag(precise, "precise", False),
            wait=None if detach else deadline.next_wait,
        )

        def given(answer: Answer) -> V | R:
            return self._form.rich(answer) if is_rich else self._form.plain(answer)

        if detach:
            return AsyncAnalysis(self, connection, reply, given, seconds)
        if isinstance(reply, AsyncJobInformation):
            wait_for_end(connection.server, reply, deadline)
            reply = connection.server.get_job_result(reply.id)
        return given(reply)

    def check(
        self,
        *,
        cache: bool | None = None,
        precise: bool | None = None,
        accuracy: float | None = None,
        exposure: float | str | None = None,
        minimum_dataset_size: int | None = None,
        allow_max_budget_allocation: bool | None = None,
        delta: float | None = None,
    ) -> "Analysis[V, R]":
        """See whether the question would be answered, without spending anything.

        The parameters are those of `run`.

        Returns
        -------
        Analysis
            The question itself.

        Raises
        ------
        ClientError
            What `run` would raise before it spends: where the question makes no sense, the privacy
            profile rules it out, or too little of the limit is left.

        Examples
        --------
        >>> count_rows(ds).check(accuracy=100).run(accuracy=100)
        200013
        """
        self.price(
            cache=cache,
            precise=precise,
            accuracy=accuracy,
            exposure=exposure,
            minimum_dataset_size=minimum_dataset_size,
            allow_max_budget_allocation=allow_max_budget_allocation,
            delta=delta,
        )
        return self

    def price(
        self,
        *,
        cache: bool | None = None,
        precise: bool | None = None,
        accuracy: float | None = None,
        exposure: float | str | None = None,
        minimum_dataset_size: int | None = None,
        allow_max_budget_allocation: bool | None = None,
        delta: float | None = None,
    ) -> AnalysisPrice:
        """What the answer would cost now. Nothing is spent; the parameters are those of `run`.

        Raises
        ------
        ClientError
            What `run` would raise before it spends.

        Examples
        --------
        >>> count_rows(ds).price()
        <AnalysisPrice 1.35 % of the limit (rho 0.0025), for ± 28 (95 %)>
        """
        terms = self._terms(
            accuracy, exposure, minimum_dataset_size, allow_max_budget_allocation, delta
        )
        connection = self._data_set._open_connection()
        return connection.server.price_analysis(
            self._kind,
            self._data_set._relation,
            self._expression,
            cache=flag(cache, "cache", connection.default_analysis_caching),
            precise=flag(precise, "precise", False),
            terms=terms,
        )

    def _terms(
        self,
        accuracy: float | None,
        exposure: float | str | None,
        minimum_dataset_size: int | None,
        allow_max_budget_allocation: bool | None,
        delta: float | None,
    ) -> Terms:
        connection = self._data_set._open_connection()
        amount, share = exposure_and_share(exposure)
        return Terms(
            accuracy=self._checked_accuracy(accuracy),
            exposure=amount,
            exposure_share=share,
            minimum_dataset_size=minimum_dataset_size,
            allow_max_budget_allocation=flag(
                allow_max_budget_allocation,
                "allow_max_budget_allocation",
                connection.default_allow_max_budget_allocation,
            ),
            delta=delta,
        )

    def _checked_accuracy(self, accuracy: float | None) -> float | None:
        if accuracy is None:
            return None
        half_width = as_float(accuracy, "accuracy is a number")
        if self._kind not in _ACCURATE:
            raise invalid_analysis(
                f"the accuracy of {self._kind} cannot be chosen, since it depends on the rows, "
                f"which are private: name an exposure instead{_OF_MEANS.get(self._kind, '')}"
            )
        if not 0 < half_width < math.inf:
            raise invalid_analysis(
                "accuracy is a positive number, the half-width of the 95 % interval, not "
                f"{accuracy}"
            )
        return half_width


_CLOCK = Clock()


class AsyncAnalysis(AsyncJob, Generic[V, R]):
    """A question that is being answered: what ``Analysis.run(detach=True)`` returns.

    Examples
    --------
    >>> asked = count_rows(ds).run(detach=True)
    >>> asked.result()
    200013
    """

    def __init__(
        self,
        analysis: Analysis[V, R],
        connection: Connection,
        reply: Answer | AsyncJobInformation,
        given: Callable[[Answer], V | R],
        seconds: float,
    ) -> None:
        # A question that was answered from the record needs no job.
        self._known = reply if isinstance(reply, AsyncJobInformation) else None
        self._id = self._known.id if self._known else None
        self._answer = None if isinstance(reply, AsyncJobInformation) else reply
        self._connection = connection
        self._default_timeout = seconds
        self._analysis = analysis
        self._given = given

    def __repr__(self) -> str:
        state = self._known.state if self._known else JobState.FINISHED
        return f"<AsyncAnalysis {state}: {self._analysis!r}>"

    @property
    def analysis(self) -> Analysis[V, R]:
        """The question."""
        return self._analysis

    def result(self, max_timeout_sec: float | None = None) -> V | R:
        """The answer, waited for: what `Analysis.run` would have returned.

        Parameters
        ----------
        max_timeout_sec
            The most seconds to wait. None is what the analysis was run with.

        Returns
        -------
        int, float, a value of many numbers, RichResult or VectorResult
            The answer with its noise.

        Raises
        ------
        AsyncTimeoutError
            If the job has not ended by then. It runs on.
        AsyncCancelledError
            If it was cancelled.
        ClientError
            If it has failed: the error that the analysis itself would have raised.
        """
        if self._answer is None:
            self._answer = self._waited_for(max_timeout_sec)
        return self._given(self._answer)
