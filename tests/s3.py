"""A store that speaks S3, on a free port of this machine."""

from collections.abc import Iterator
from contextlib import contextmanager

import fsspec
import pytest
import requests
from moto.server import ThreadedMotoServer


@contextmanager
def s3_store(environment: pytest.MonkeyPatch, bucket: str) -> Iterator[fsspec.AbstractFileSystem]:
    """A store with one bucket. Who reads S3 finds it, and the key to it, in the environment, as an administrator sets it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        # What a store held lives on in the process.
        requests.post(f"http://{host}:{port}/moto-api/reset", timeout=30).raise_for_status()
        settings = {
            "AWS_ENDPOINT_URL": f"http://{host}:{port}",
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
        for name, value in settings.items():
            environment.setenv(name, value)
        store = fsspec.filesystem("s3", use_listings_cache=False, skip_instance_cache=True)
        store.mkdir(bucket)
        yield store
    finally:
        server.stop()
