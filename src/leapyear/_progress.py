"""A bar for those who wait, where tqdm is installed and somebody is watching."""

import contextlib
import importlib
from collections.abc import Callable, Iterator
from typing import Any

from leapyear._jobs import AsyncJobInformation

#: Without a rate: how far an analysis is, the server does not say, and the time that it has taken is
#: all there is to tell.
_FORMAT = "{desc} {bar} {elapsed}"


@contextlib.contextmanager
def progress(title: str) -> Iterator[Callable[[AsyncJobInformation], None] | None]:
    """A bar that lives as long as the block, and what draws it anew; None where there is none.

    Parameters
    ----------
    title
        What is waited for.
    """
    bar = _bar(title)
    if bar is None:
        yield None
        return

    def show(job: AsyncJobInformation) -> None:
        bar.set_description_str(f"{title}: {job.state}", refresh=not job.has_ended)
        bar.update(job.progress - bar.n)

    try:
        yield show
    finally:
        bar.close()


def _bar(title: str) -> Any:
    try:
        # Chooses between a widget and characters by where we are.
        bar_class = importlib.import_module("tqdm.auto").tqdm
    except ImportError:
        return None
    is_widget = any(one.__module__ == "tqdm.notebook" for one in bar_class.__mro__)
    # None: not where the output is a file or a pipe. A notebook's is neither, and no terminal.
    bar = bar_class(total=1, desc=title, bar_format=_FORMAT, disable=False if is_widget else None)
    return None if bar.disable else bar
