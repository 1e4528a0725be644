"""A population that nobody lives in: 100,000 adults, the same ones for the same seed.

=========  ================================  ====================================================================
column     declared                          how it is drawn
=========  ================================  ====================================================================
age        INT 18 to 100                     even to 60, then fewer with each year
sex        FACTOR female, male               51 % female
region     FACTOR north, east, south, west   34, 27, 22 and 17 %
education  FACTOR school to doctorate        40 % school, 30 % vocational, 18 % bachelor, 10 % master, 2 % doctorate
income     INT 0 to 200,000 a year           log-normal about a median that grows with education and, up to 50, with
                                             age; 4 % did not say (null)
married    BOOL                              ever likelier to 45, then 62 %
smoker     BOOL                              26 % down to 8 %, by education
height     REAL 120 to 220 cm                normal about 165.5 (female) and 178.5 (male), deviation 6.8
=========  ================================  ====================================================================

``python -m leapyear_core.demo.population people.parquet`` writes the file.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from leapyear.admin import ColumnDefinition

PEOPLE = 100_000
SEED = 1884

REGIONS = {"north": 34, "east": 27, "south": 22, "west": 17}

#: Level: how many of a hundred have it, the factor on the median income, how likely one of them smokes.
_EDUCATION = {
    "school": (40, 0.78, 0.26),
    "vocational": (30, 1.0, 0.21),
    "bachelor": (18, 1.35, 0.14),
    "master": (10, 1.65, 0.10),
    "doctorate": (2, 1.95, 0.08),
}

_MEDIAN_INCOME = 31_000
_MOST_INCOME = 200_000


def column_definitions() -> list[ColumnDefinition]:
    """The columns as the owner declares them: from public knowledge, not from the data."""
    return [
        ColumnDefinition("age", type="INT", bounds=(18, 100)),
        ColumnDefinition("sex", type="FACTOR", bounds=["female", "male"]),
        ColumnDefinition("region", type="FACTOR", bounds=list(REGIONS)),
        ColumnDefinition("education", type="FACTOR", bounds=list(_EDUCATION)),
        ColumnDefinition("income", type="INT", bounds=(0, _MOST_INCOME)),
        ColumnDefinition("married", type="BOOL"),
        ColumnDefinition("smoker", type="BOOL"),
        ColumnDefinition("height", type="REAL", bounds=(120, 220)),
    ]


def population(people: int = PEOPLE, seed: int = SEED) -> pa.Table:
    """Invent people.

    Parameters
    ----------
    people
        How many.
    seed
        The same seed gives the same people.
    """
    draw = random.Random(seed)
    ages = draw.choices(
        range(18, 101),
        [100 if age <= 60 else 100 - 2.4 * (age - 60) for age in range(18, 101)],
        k=people,
    )
    sexes = draw.choices(("female", "male"), (51, 49), k=people)
    regions = draw.choices(tuple(REGIONS), tuple(REGIONS.values()), k=people)
    levels = draw.choices(
        tuple(_EDUCATION), [share for share, _, _ in _EDUCATION.values()], k=people
    )
    return pa.table(
        {
            "age": pa.array(ages, pa.int64()),
            "sex": sexes,
            "region": regions,
            "education": levels,
            "income": pa.array(
                [_income(draw, *each) for each in zip(ages, levels, strict=True)], pa.int64()
            ),
            "married": [draw.random() < min(0.62, (age - 18) * 0.023) for age in ages],
            "smoker": [draw.random() < _EDUCATION[level][2] for level in levels],
            "height": [
                round(draw.gauss(165.5 if sex == "female" else 178.5, 6.8), 1) for sex in sexes
            ],
        }
    )


def write_population(path: Path, people: int = PEOPLE, seed: int = SEED) -> pa.Table:
    """Write invented people as a Parquet file, and give them back."""
    table = population(people, seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path)
    return table


def _income(draw: random.Random, age: int, level: str) -> int | None:
    median = _MEDIAN_INCOME * _EDUCATION[level][1] * (0.6 + 0.4 * min(1.0, (age - 18) / 32))
    income = round(median * draw.lognormvariate(0, 0.45), -2)
    return None if draw.random() < 0.04 else min(int(income), _MOST_INCOME)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the file that the command line names."""
    parser = argparse.ArgumentParser(
        description=f"Write {PEOPLE:,} invented people as a Parquet file."
    )
    parser.add_argument("file", type=Path, help="where to, people.parquet for example")
    path = parser.parse_args(arguments).file
    write_population(path)
    print(f"{path}: {PEOPLE:,} invented people")


if __name__ == "__main__":
    main()
