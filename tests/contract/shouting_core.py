"""Calls an operation that only a changed contract has, of a Core in this process that has a handler for it.

    PYTHONPATH=FOLDER_OF_THE_REGENERATED_PACKAGE python shouting_core.py

A process of its own, since the regenerated package takes the place of the installed one, for the client and for Core
alike. It prints what happened, as JSON.
"""

import json
from importlib import import_module
from typing import Any

from leapyear import Client
from leapyear._transport import substitute_transport
from leapyear.exceptions import ClientError
from leapyear_core.api.binder import ContractMismatch
from leapyear_core.core import Core
from leapyear_core.services import access
from leapyear_core.services.sessions import Caller
from tests.core_transport import CoreTransport
from tests.in_process import ADMIN_PASSWORD, SETTINGS, core_in_memory, serving

# By name, since checkers see the installed package, which does not have the operation.
models = import_module("leapyear_api.models")
application: Any = import_module("leapyear_core.app")
operation = import_module("leapyear_api.api.server.shout")


def shout(core: Core, caller: Caller, *, word: str, times: int, body: Any) -> Any:
    """The handler."""
    text = " ".join([word.upper()] * times) + body.ending
    return models.Shout(text=text, username=caller.username)


def start_without_handler() -> str:
    """What the binder says of a contract with an operation that nobody does."""
    try:
        with core_in_memory(SETTINGS) as core, serving(core):
            return "it started"
    except ContractMismatch as error:
        return str(error)


def call(client: Client, **arguments: Any) -> str:
    """What the regenerated function gives, or the error that it raises."""
    try:
        answer = operation.sync("ha", client=client.api, **arguments)
    except ClientError as error:
        return type(error).__name__
    return f"{answer.username}: {answer.text}"


def main() -> None:
    """Bind, start, call."""
    said: dict[str, object] = {"without a handler": start_without_handler()}
    application.HANDLERS = {**application.HANDLERS, "shout": shout}
    access.ACCESS = {**access.ACCESS, "shout": access.Who.USER}
    with (
        core_in_memory(SETTINGS) as core,
        serving(core) as served,
        substitute_transport(CoreTransport(served)),
        Client("http://core.test:4401", "admin", ADMIN_PASSWORD) as client,
    ):
        ending = models.ShoutRequest(ending="!")
        said["called"] = call(client, body=ending, times=3)
        said["default"] = call(client, body=ending)
        said["refused"] = call(client, body=ending, times=4)
        said["not new"] = client.current_user.username
    print(json.dumps(said))


if __name__ == "__main__":
    main()
