"""The operations on analyses, and on the record of their answers."""

from leapyear._answers import RichResult
from leapyear._exposure import AnalysisPrice, Terms
from leapyear._jobs import AsyncJobInformation
from leapyear._questions import Asked
from leapyear._relations import Relation
from leapyear._seam import answers, questions, replies
from leapyear._vectors import VectorResult
from leapyear_api import Client as GeneratedClient
from leapyear_api import models as m
from leapyear_api.api.analyses import (
    clear_analysis_cache,
    get_analysis_cache,
    price_analysis,
    run_analysis,
)
from leapyear_api.types import UNSET


class AnalysisOperations:
    """What `leapyear._seam.Server` does with analyses."""

    api: GeneratedClient

    def run_analysis(
        self,
        kind: str,
        relation: Relation,
        expression: Asked,
        *,
        cache: bool,
        precise: bool,
        terms: Terms,
        wait: int | None,
    ) -> RichResult | VectorResult | AsyncJobInformation:
        """Ask a question: its answer, or the job where that takes longer than ``wait`` seconds.

        Where ``wait`` is None, the answer if it is on record, else the job.
        """
        analysis = questions.analysis(kind, relation, expression)
        body = questions.question(analysis, cache=cache, precise=precise, terms=terms)
        with replies.understood("run_analysis"):
            reply = run_analysis.sync(
                client=self.api, body=body, prefer=UNSET if wait is None else f"wait={wait}"
            )
            return answers.job(reply) if isinstance(reply, m.Job) else answers.answer(reply)

    def count_analysis_cache(self) -> int:
        """The number of analyses that are answered from the record."""
        with replies.understood("get_analysis_cache"):
            found = replies.expected(get_analysis_cache.sync(client=self.api), m.AnalysisCache)
            return replies.whole(found.analyses)

    def clear_analysis_cache(self) -> None:
        """Have none of them answered from the record any more."""
        with replies.understood("clear_analysis_cache"):
            clear_analysis_cache.sync_detailed(client=self.api)

    def price_analysis(
        self,
        kind: str,
        relation: Relation,
        expression: Asked,
        *,
        cache: bool,
        precise: bool,
        terms: Terms,
    ) -> AnalysisPrice:
        """What the answer to a question would cost."""
        analysis = questions.analysis(kind, relation, expression)
        body = questions.question(analysis, cache=cache, precise=precise, terms=terms)
        with replies.understood("price_analysis"):
            return answers.price(
                replies.expected(price_analysis.sync(client=self.api, body=body), m.AnalysisPrice)
            )
