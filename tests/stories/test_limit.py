"""How many answers a limit is good for."""

import pytest

from leapyear import Client, DataSet
from leapyear.analytics import count_rows
from leapyear.exceptions import PrivacyLimitExceeded
from leapyear_core.privacy.accounting import NANO
from leapyear_core.services.sizes import SIZE_NANO
from tests import serving


def test_epsilon_3_grants_74_counts_of_variance_200(client: Client) -> None:
    """The 75th is refused, costs nothing, and what was answered before is still answered.

    Give or take 27.72 is a Gaussian of variance 200. Laplace counts of that variance have the scale 10, so each costs
    epsilon 0.1, and plain addition, with delta 0, grants 30 of them under epsilon 3. Ours cost rho 1 / 400 each, and
    (epsilon 3, delta 1e-6) is rho 0.18506: 74 of them, beside the noisy size of the table.
    """
    database = serving.make_people(client, "seventy_four")
    people = DataSet.from_table("seventy_four.people")
    answers = [
        count_rows(people).run(accuracy=27.72, cache=False, rich_result=True) for _ in range(74)
    ]
    spent = database.exposure().spent
    of_size = SIZE_NANO / NANO

    with pytest.raises(PrivacyLimitExceeded):
        count_rows(people).run(accuracy=27.72, cache=False)

    assert answers[0].noise_scale ** 2 == pytest.approx(200, rel=1e-3)
    assert database.exposure().spent == spent
    assert spent.amount == pytest.approx(
        sum(answer.exposure.amount for answer in answers) + of_size
    )
    assert count_rows(people).run(accuracy=27.72) == answers[0].value
