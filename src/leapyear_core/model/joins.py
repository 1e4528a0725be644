r"""Joins: which rows of two relations match, and how many rows of a join one privacy unit can move.

Let one unit come or go: the left side then moves by at most :math:`s_l` rows and the right side by at most :math:`s_r`, its
stabilities. What that does to the pairs depends on how many rows of one side a row of the other can meet, so a side may
be *cut* to the `m` rows of each key whose hashes are least. A row more in a cut side puts at most itself in and another
one out, so a cut side moves by at most twice as many rows as before (McSherry 2009, "Privacy integrated queries", cuts
to one row; this is the same for `m`).

A side is *of units* by its keys where one of them says whose each row is: all rows with that value are of one unit, and
they come and go together. Then no more than `s` of them have one key, cut or not, and cutting puts no other row in.

**On the unit.** Both sides are of units by two attributes that are compared, and these are the columns of one kind of
unit. All pairs of a unit are then made of its own rows, and all of them go with it. They are
:math:`|L_u| \max(1, |R_u|) \le s_l m_r`, where :math:`m_r` is the most rows of one key on the right: no more pairs move,
whatever the other units have. In a join that keeps what matches nothing, a row that matches nothing counts as one.

**Otherwise** the unit's rows meet those of others. Go from the old left to the new one first, then from the old right to
the new one. A row that moves on the left moves at most :math:`m_r \ge 1` pairs, itself with nulls included. A row that
moves on the right moves at most one pair for each of the at most :math:`m_l` rows on the left with its key; and, where
these then match nothing any more, as many rows with nulls. A cut right side does one of two things when a row goes:
another takes its place, so that each row on the left has one pair less and one more; or none does, so that it has one
pair less and at most one row with nulls more. So it is two for each row that moves, in a join that keeps what matches
nothing as in a cut one, never four. Together

.. math:: c_l s_l m_r + c_r s_r m_l

with :math:`c_l = 2` where the left is cut and not of units, :math:`c_r = 2` where the right is so or the join keeps what
matches nothing, and 1 otherwise. A public side has :math:`s = 0`: then the other one need not be cut.
"""

from enum import StrEnum

from attrs import frozen

from leapyear_core.model.errors import InvalidExpression

#: The most rows that one privacy unit may move: joins of joins multiply, and noise for more than this hides everything.
MOST_MOVED = 10**12


class JoinKind(StrEnum):
    """What becomes of the rows on the left that match nothing."""

    INNER = "inner"
    LEFT = "left"


@frozen
class JoinKey:
    """An attribute of each side: rows match where they are equal."""

    left: str
    right: str


@frozen
class Side:
    """What is known of one side of a join.

    Attributes
    ----------
    moved
        The most rows of it that one unit can add or remove.
    cut
        The most rows of one key that are kept; None where all are.
    is_of_units
        Whether one of its keys says whose each row is.
    """

    moved: int
    cut: int | None
    is_of_units: bool

    @property
    def per_key(self) -> int | None:
        """The most rows of one key, where there is such a number."""
        if not self.is_of_units:
            return self.cut
        return self.moved if self.cut is None else min(self.cut, self.moved)

    @property
    def moved_when_cut(self) -> int:
        """The most rows that one unit moves once it is cut."""
        return self.moved if self.cut is None or self.is_of_units else 2 * self.moved


def rows_moved(left: Side, right: Side, how: JoinKind, *, on_the_unit: bool) -> int:
    """The most rows of a join that one privacy unit can add or remove; the module says why.

    Parameters
    ----------
    on_the_unit
        Whether both sides are of one kind of units by attributes that are compared.

    Raises
    ------
    InvalidExpression
        If there is no such number, since a side that must be cut is not, or it is too large.

    Examples
    --------
    Visits of patients, up to five of each, with what is known of the patients, on the patient; and of visits with
    hospitals that are no unit's, on the hospital.

    >>> visits, patients = Side(5, None, True), Side(1, None, True)
    >>> rows_moved(visits, patients, JoinKind.LEFT, on_the_unit=True)
    5
    >>> visits, hospitals = Side(5, None, False), Side(0, 1, False)
    >>> rows_moved(visits, hospitals, JoinKind.INNER, on_the_unit=False)
    5
    """
    met_on_left, met_on_right = left.per_key, right.per_key
    if met_on_left is None and met_on_right is None:
        if not (left.moved or right.moved):
            raise InvalidExpression(
                "this join of public rows could be as large as their product: say with rows_per_key how many rows of the"
                " other relation are kept for each value of the keys"
            )
        raise _unbounded("the other relation")
    if on_the_unit:
        moved = left.moved * (met_on_right or 1)
    else:
        if left.moved and met_on_right is None:
            raise _unbounded("the other relation")
        if right.moved and met_on_left is None:
            raise _unbounded("this relation")
        moved_on_right = 2 * right.moved if how is JoinKind.LEFT else right.moved_when_cut
        moved = left.moved_when_cut * (met_on_right or 0) + moved_on_right * (met_on_left or 0)
    if moved > MOST_MOVED:
        raise InvalidExpression(
            f"one privacy unit could move {moved} rows of this join, and {MOST_MOVED} is the most: keep fewer rows of each"
            " key"
        )
    return moved


def _unbounded(which: str) -> InvalidExpression:
    return InvalidExpression(
        f"one privacy unit could move any number of rows of this join: say with rows_per_key how many rows of {which} are"
        " kept for each value of the keys"
    )
