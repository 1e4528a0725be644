"""The invented population."""

from leapyear_core.demo.population import column_definitions, population


def test_the_same_seed_gives_the_same_people() -> None:
    """And another seed gives others."""
    assert population(200, seed=1).equals(population(200, seed=1))
    assert not population(200, seed=1).equals(population(200, seed=2))


def test_people_are_within_what_is_declared_of_them() -> None:
    """No value of the demo is clamped or lost, and each declared column is there."""
    people = population(5000)
    definitions = column_definitions()
    assert people.column_names == [column.name for column in definitions]
    for column in definitions:
        values = {value for value in people[column.name].to_pylist() if value is not None}
        match column.type:
            case "INT" | "REAL":
                assert column.bounds is not None
                lower, upper = column.bounds
                assert lower <= min(values)
                assert max(values) <= upper
            case "FACTOR":
                assert values == set(column.bounds or ())
            case _:
                assert values == {True, False}
