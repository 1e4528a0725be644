"""Errors of the client where it knows that the server would refuse: with the code that the server would send."""

from leapyear.exceptions import InvalidAnalysis, InvalidExpression, InvalidRequest


def invalid_request(message: str) -> InvalidRequest:
    """The error of a request that makes no sense."""
    return InvalidRequest(message, code="invalid_request")


def invalid_expression(message: str) -> InvalidExpression:
    """The error of a function or an operator that is given what it does not take."""
    return InvalidExpression(message, code="invalid_expression")


def invalid_analysis(message: str) -> InvalidAnalysis:
    """The error of a question that makes no sense."""
    return InvalidAnalysis(message, code="invalid_analysis")


def described(value: object) -> str:
    """A value as messages name it: plain ones as they are, others by their type, since they may be long."""
    return repr(value) if isinstance(value, str | bool | int | float) else type(value).__name__
