"""Ties the operations of the contract to handlers.

A handler is a function named by the operation's ``operationId`` in the list `leapyear_core.api.handlers.HANDLERS`::

    def get_table(core: Core, caller: Caller, *, database: str, table: str) -> Table
    async def get_job(core: Core, caller: Caller, *, job: str, prefer: Preferences) -> Job

Its keyword-only arguments are the parameters of the operation by name, ``body`` where there is a request body (a model
of the generated package), and ``prefer`` where there is a header ``Prefer``. The caller of an operation that is open to
anyone is None; its handler may ask for the ``address`` that the request comes from as well. A coroutine function runs on
the event loop and must not block; any other one runs in a thread. It returns what `leapyear_core.api.answers` says, and
raises errors of `leapyear_core.model.errors`.

Entity tags are no business of handlers. Where the contract has ``If-None-Match`` for an operation, its response gets a tag,
or is 304. Where it has ``If-Match``, the operation is done only if the resource, as the GET of the same path gives it, has
that tag still; this is seen to in the transaction that writes (`leapyear_core.catalog.store.only_if`).

All of it is checked when the server starts: an operation without a handler, a handler without an operation, an argument
too many or too few, a rule of access that is not the contract's.
"""

import inspect
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from attrs import frozen
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from leapyear_core.api import etags
from leapyear_core.api.answers import Answer, answer_of
from leapyear_core.api.authentication import caller_of
from leapyear_core.api.bodies import Body
from leapyear_core.api.contract import Contract, Operation
from leapyear_core.api.normal_form import NormalForms
from leapyear_core.api.parameters import Parameters
from leapyear_core.api.peers import address_of
from leapyear_core.api.problems import Refused, answer_of_error, route_not_found
from leapyear_core.api.schemas import Shapes
from leapyear_core.api.threads import in_thread
from leapyear_core.catalog.store import only_if
from leapyear_core.services import access
from leapyear_core.services.access import Who
from leapyear_core.services.sessions import Caller

if TYPE_CHECKING:
    from leapyear_core.core import Core

Handler = Callable[..., Any]

_ADDRESS = "address"


class ContractMismatch(Exception):
    """The program is not what the contract says; nothing is served then."""


def routes(core: "Core", contract: Contract, handlers: Mapping[str, Handler]) -> list[Route]:
    """The routes of all operations, those without parameters in their path first.

    Raises
    ------
    ContractMismatch
        If operations and handlers do not match.
    """
    _check_names(contract, handlers)
    inputs = _inputs_of(contract)
    version = contract.version.encode("ascii")
    operations = sorted(
        contract.operations, key=lambda operation: (_openness(operation.path), operation.path)
    )
    readers = {
        operation.path: handlers[operation.id]
        for operation in operations
        if operation.method == "GET"
    }
    return [
        Route(
            path,
            _Path(
                {
                    each.method: _Bound(
                        core, each, inputs[each.id], handlers[each.id], readers.get(path)
                    )
                    for each in group
                },
                version,
            ),
        )
        for path, group in groupby(operations, key=lambda operation: operation.path)
    ]


async def send_answer(answer: Answer, scope: Scope, send: Send, version: bytes) -> None:
    """Send a response, with the headers that every response has.

    No cache keeps it: it may be a token, or an answer about private data.
    """
    headers = [
        *answer.headers,
        (b"leapyear-version", version),
        (b"cache-control", b"no-store"),
    ]
    if answer.status not in (204, 304):
        headers.append((b"content-length", b"%d" % len(answer.body)))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    body = b"" if scope["method"] == "HEAD" else answer.body
    await send({"type": "http.response.body", "body": body})


@frozen
class _Inputs:
    """What an operation takes."""

    parameters: Parameters
    body: Body | None


@cache
def _inputs_of(contract: Contract) -> Mapping[str, _Inputs]:
    """What each operation takes, by its id.

    Once for a contract: its schemas take a fifth of a second to compile, and do not depend on the Core that is served.
    """
    shapes, forms = Shapes(contract), NormalForms(contract.schemas)
    return {
        each.id: _Inputs(
            Parameters(each, contract, shapes),
            None if each.body is None else Body(each, shapes, forms),
        )
        for each in contract.operations
    }


class _Path:
    """One path of the contract, with its methods."""

    def __init__(self, methods: Mapping[str, "_Bound"], version: bytes) -> None:
        self._methods = dict(methods)
        if "GET" in methods:
            self._methods["HEAD"] = methods["GET"]
        self._allow = ", ".join(sorted(self._methods))
        self._version = version

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        bound = self._methods.get(scope["method"])
        doing = scope["method"] if bound is None else bound.id
        try:
            # The router's patterns end in "$", which a newline may follow.
            if scope["path"].endswith("\n"):
                raise route_not_found()
            if bound is None:
                raise Refused(
                    "method_not_allowed", f"this path takes {self._allow}", allow=self._allow
                )
            answer = await bound.answer(scope, receive)
        except Exception as error:  # noqa: BLE001 - whatever it is, it becomes a problem and a line in the log
            answer = answer_of_error(error, doing=doing)
        await send_answer(answer, scope, send, self._version)


class _Bound:
    """An operation, and the handler that does it."""

    def __init__(
        self,
        core: "Core",
        operation: Operation,
        inputs: _Inputs,
        handler: Handler,
        reader: Handler | None,
    ) -> None:
        self.id = operation.id
        self._core = core
        self._statuses = operation.statuses
        self._needs_token = operation.needs_token
        self._parameters = inputs.parameters
        self._body = inputs.body
        self._handler = handler
        self._is_async = inspect.iscoroutinefunction(handler)
        self._asks_for_address = _ADDRESS in _check_arguments(operation, handler, self._parameters)
        self._reader = reader
        if self._parameters.is_conditional and (
            reader is None or inspect.iscoroutinefunction(reader)
        ):
            raise ContractMismatch(f"{operation.id} has If-Match, and its path no GET in a thread")

    async def answer(self, scope: Scope, receive: Receive) -> Answer:
        """Do the operation.

        Raises
        ------
        CoreError, Refused
            If it cannot be done.
        """
        caller = await caller_of(scope, self._core.sessions) if self._needs_token else None
        access.check(self.id, caller)
        arguments = self._parameters.read(scope)
        condition = self._condition(scope, caller, arguments)
        if self._body is not None:
            arguments["body"] = await self._body.read(scope, receive)
        if self._asks_for_address:
            arguments[_ADDRESS] = address_of(scope, self._core.settings.proxies)
        with nullcontext() if condition is None else only_if(condition):
            if self._is_async:
                result = await self._handler(self._core, caller, **arguments)
            else:
                result = await in_thread(self._handler, self._core, caller, **arguments)
        answer = answer_of(result)
        if answer.status not in self._statuses:
            raise ContractMismatch(f"{self.id} answers {answer.status}")
        if self._parameters.revalidates:
            answer = etags.tagged(answer, etags.header_of(scope, b"if-none-match"))
        return answer

    def _condition(
        self, scope: Scope, caller: Caller | None, arguments: dict[str, Any]
    ) -> Callable[[], bool] | None:
        """What ``If-Match`` demands: that the resource of the path is the one that the caller has read."""
        if not self._parameters.is_conditional:
            return None
        wanted, reader = etags.header_of(scope, b"if-match"), self._reader
        if wanted is None or reader is None:
            return None
        path = dict(arguments)  # before the body comes to them

        def is_as_it_was() -> bool:
            return etags.allows(wanted, etags.tag_of(answer_of(reader(self._core, caller, **path))))

        return is_as_it_was


def _openness(path: str) -> int:
    """How many segments of a path are parameters: /v1/users/me goes before /v1/users/{username}."""
    return path.count("{")


def _check_names(contract: Contract, handlers: Mapping[str, Handler]) -> None:
    operations = {operation.id for operation in contract.operations}
    for what, names in (("handler", set(handlers)), ("rule of access", set(access.ACCESS))):
        if missing := operations - names:
            raise ContractMismatch(f"operations without a {what}: {', '.join(sorted(missing))}")
        if needless := names - operations:
            raise ContractMismatch(f"a {what} without an operation: {', '.join(sorted(needless))}")
    for operation in contract.operations:
        if operation.needs_token == (access.ACCESS[operation.id] is Who.ANYONE):
            raise ContractMismatch(
                f"the contract and the rules of access disagree on {operation.id}"
            )


def _check_arguments(operation: Operation, handler: Handler, parameters: Parameters) -> set[str]:
    """The arguments that the handler takes by name."""
    expected = parameters.names | ({"body"} if operation.body else set())
    taken = {
        name
        for name, parameter in inspect.signature(handler).parameters.items()
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY
    }
    if taken - ({_ADDRESS} if not operation.needs_token else set()) != expected:
        raise ContractMismatch(
            f"the handler of {operation.id} takes {', '.join(sorted(taken)) or 'nothing'}, "
            f"and the contract gives {', '.join(sorted(expected)) or 'nothing'}"
        )
    return taken
