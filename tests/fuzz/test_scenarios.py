"""Operations one after another, along the links of the contract: what is created is used, changed and deleted."""

from typing import Any

from hypothesis import HealthCheck, Phase, settings
from schemathesis import GenerationMode, Response

from leapyear_core.api import contract
from tests.fuzz.subject import Subject
from tests.fuzz.under_test import described

SUBJECT = Subject(is_furnished=False)

CREATE_TABLE = "POST /v1/databases/{database}/tables"

RUN_ANALYSIS = "POST /v1/analyses"

VISITS = {
    "credentials": "clinic/visits.parquet",
    "columns": [
        {"name": "age", "type": {"kind": "int", "lower": 0, "upper": 120}},
        {"name": "smoker", "type": {"kind": "bool"}, "nullable": False},
    ],
}


class Scenario:
    """One scenario, over a Core of its own."""

    def setup(self) -> None:
        """Open the Core."""
        self.created: dict[str, str] | None = None
        SUBJECT.__enter__()
        super().setup()  # type: ignore[misc]

    def before_call(self, case: Any) -> None:
        """Let tables be made of a file that is there, and questions be about such a table.

        Generated ones lead no further, and those are for the tests of single operations.
        """
        is_positive = case.meta is not None and case.meta.generation.mode == GenerationMode.POSITIVE
        if is_positive and case.operation.label == CREATE_TABLE:
            case.body = {**case.body, **VISITS}
        if is_positive and case.operation.label == RUN_ANALYSIS and self.created:
            relation = {"kind": "table", **self.created}
            analysis = {"kind": "count_rows", "relation": relation}
            # Always a job, and a new one: else it is a matter of time whether there is one to go on with, and a
            # scenario that is run again must go the same way.
            case.body = {**case.body, "analysis": analysis, "cache": False}
            case.headers.pop("Prefer", None)
        super().before_call(case)  # type: ignore[misc]

    def after_call(self, response: Response, case: Any) -> None:
        """Keep the name of the table."""
        super().after_call(response, case)  # type: ignore[misc]
        if response.status_code == 201 and case.operation.label == CREATE_TABLE:
            table = response.json()
            self.created = {"database": table["database"], "table": table["name"]}

    def teardown(self) -> None:
        """Close the Core."""
        super().teardown()  # type: ignore[misc]
        SUBJECT.__exit__()


def scenarios(*operations: str, number: int, steps: int) -> Any:
    """A test of so many scenarios with these operations."""
    # Not `include`: the sections of the configuration include their operations already, whatever else is asked for.
    others = [each.id for each in contract.load().operations if each.id not in operations]
    machine = described(SUBJECT).exclude(operation_id=others).as_state_machine()
    test = type("Scenarios", (Scenario, machine), {}).TestCase  # type: ignore[attr-defined]
    test.settings = settings(
        max_examples=number,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    return test


# Apart, since a scenario of all operations would seldom get from a database to the answer of a job.
TestUsers = scenarios("create_user", "get_user", "update_user", "delete_user", number=12, steps=6)

TestGroups = scenarios(
    "create_group", "get_group", "update_group", "delete_group", number=8, steps=6
)

TestDatabases = scenarios(
    "create_database",
    "get_database",
    "update_database",
    "delete_database",
    "get_privacy_limit",
    "set_privacy_limit",
    "create_table",
    "list_tables",
    "get_table",
    "update_table",
    "delete_table",
    number=15,
    steps=8,
)

# With what a creation's Location leads to: schemathesis waits for such a step, and for ever where it is left out.
TestJobs = scenarios(
    "create_database",
    "get_database",
    "create_table",
    "get_table",
    "run_analysis",
    "get_job",
    "get_job_result",
    "cancel_job",
    number=15,
    steps=10,
)
