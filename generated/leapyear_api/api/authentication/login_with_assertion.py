# Generated from openapi/leapyear.yaml by scripts/regen.sh: do not edit.
from http import HTTPStatus
from typing import Any

import httpx

from ... import errors
from ...client import AuthenticatedClient, Client
from ...models.assertion_login import AssertionLogin
from ...models.problem import Problem
from ...models.token import Token
from ...types import Response


def _get_kwargs(
    *,
    body: AssertionLogin,
) -> dict[str, Any]:
    headers: dict[str, Any] = {}

    _kwargs: dict[str, Any] = {
        "method": "post",
        "url": "/v1/login/assertion",
    }

    _kwargs["json"] = body.to_dict()

    headers["Content-Type"] = "application/json"

    _kwargs["headers"] = headers
    return _kwargs


def _parse_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Problem | Token | None:
    if response.status_code == 200:
        response_200 = Token.from_dict(response.json())

        return response_200

    if response.status_code == 400:
        response_400 = Problem.from_dict(response.json())

        return response_400

    if response.status_code == 401:
        response_401 = Problem.from_dict(response.json())

        return response_401

    if response.status_code == 413:
        response_413 = Problem.from_dict(response.json())

        return response_413

    if response.status_code == 415:
        response_415 = Problem.from_dict(response.json())

        return response_415

    if response.status_code == 429:
        response_429 = Problem.from_dict(response.json())

        return response_429

    if response.status_code == 500:
        response_500 = Problem.from_dict(response.json())

        return response_500

    if client.raise_on_unexpected_status:
        raise errors.UnexpectedStatus(response.status_code, response.content)
    else:
        return None


def _build_response(
    *, client: AuthenticatedClient | Client, response: httpx.Response
) -> Response[Problem | Token]:
    return Response(
        status_code=HTTPStatus(response.status_code),
        content=response.content,
        headers=response.headers,
        parsed=_parse_response(client=client, response=response),
    )


def sync_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: AssertionLogin,
) -> Response[Problem | Token]:
    """Log in with an assertion that is signed with a registered key.

     A JWT (RFC 7523) signed with Ed25519: `iss` and `sub` are the username, `aud` is the URL of the
    server without a slash at its end, `jti` is new each time, and `exp` is at most 60 seconds after
    `iat`; its header names the key by `kid`. It is good once. Every refusal is one and the same answer.

    Args:
        body (AssertionLogin): A signed assertion.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Token]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = client.get_httpx_client().request(
        **kwargs,
    )

    return _build_response(client=client, response=response)


def sync(
    *,
    client: AuthenticatedClient | Client,
    body: AssertionLogin,
) -> Problem | Token | None:
    """Log in with an assertion that is signed with a registered key.

     A JWT (RFC 7523) signed with Ed25519: `iss` and `sub` are the username, `aud` is the URL of the
    server without a slash at its end, `jti` is new each time, and `exp` is at most 60 seconds after
    `iat`; its header names the key by `kid`. It is good once. Every refusal is one and the same answer.

    Args:
        body (AssertionLogin): A signed assertion.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Token
    """

    return sync_detailed(
        client=client,
        body=body,
    ).parsed


async def asyncio_detailed(
    *,
    client: AuthenticatedClient | Client,
    body: AssertionLogin,
) -> Response[Problem | Token]:
    """Log in with an assertion that is signed with a registered key.

     A JWT (RFC 7523) signed with Ed25519: `iss` and `sub` are the username, `aud` is the URL of the
    server without a slash at its end, `jti` is new each time, and `exp` is at most 60 seconds after
    `iat`; its header names the key by `kid`. It is good once. Every refusal is one and the same answer.

    Args:
        body (AssertionLogin): A signed assertion.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Response[Problem | Token]
    """

    kwargs = _get_kwargs(
        body=body,
    )

    response = await client.get_async_httpx_client().request(**kwargs)

    return _build_response(client=client, response=response)


async def asyncio(
    *,
    client: AuthenticatedClient | Client,
    body: AssertionLogin,
) -> Problem | Token | None:
    """Log in with an assertion that is signed with a registered key.

     A JWT (RFC 7523) signed with Ed25519: `iss` and `sub` are the username, `aud` is the URL of the
    server without a slash at its end, `jti` is new each time, and `exp` is at most 60 seconds after
    `iat`; its header names the key by `kid`. It is good once. Every refusal is one and the same answer.

    Args:
        body (AssertionLogin): A signed assertion.

    Raises:
        errors.UnexpectedStatus: If the server returns an undocumented status code and Client.raise_on_unexpected_status is True.
        httpx.TimeoutException: If the request takes longer than Client.timeout.

    Returns:
        Problem | Token
    """

    return (
        await asyncio_detailed(
            client=client,
            body=body,
        )
    ).parsed
