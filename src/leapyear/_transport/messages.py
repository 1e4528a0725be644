"""Requests and their responses, as errors and logs tell of them."""

import json

import httpx


def named(request: httpx.Request) -> str:
    """A request as messages name it: without headers and body."""
    return f"{request.method} {request.url}"


def body_of(response: httpx.Response) -> object:
    """The body as JSON, or None where it is none."""
    try:
        return json.loads(response.content)
    except (ValueError, RecursionError, httpx.StreamError):
        return None


def code_of(problem: object) -> object:
    """The code of a problem, or None where it is none."""
    return problem.get("code") if isinstance(problem, dict) else None
