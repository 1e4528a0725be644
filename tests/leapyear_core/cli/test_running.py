"""What surrounds a server that runs."""

import pytest

from leapyear_core.cli import running
from leapyear_core.cli.serving import AddressUnusable
from leapyear_core.services import audit
from leapyear_core.settings import Settings


def test_the_audit_log_goes_to_stderr_while_the_server_runs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the time; and no longer than that."""

    def serve(*_: object) -> None:
        audit.logger.info("user 1 asks")
        raise AddressUnusable("enough")

    monkeypatch.setattr(running, "serve_on", serve)
    with pytest.raises(running.Unusable, match="enough"):
        running.run(Settings(), "127.0.0.1", 0)
    audit.logger.info("user 2 asks")
    written = capsys.readouterr().err
    assert written.count("leapyear_core.audit: user 1 asks\n") == 1
    assert "user 2" not in written
