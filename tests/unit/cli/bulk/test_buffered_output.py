"""The buffered output of each target."""

from __future__ import annotations

import io

from novaclient.cli.bulk.buffered_output import BufferedOutput, replay
from novaclient.cli.bulk.targets import targets_by_id
from novaclient.cli.output.output import Output


def test_text_written_to_the_stream_is_printed_in_its_place() -> None:
    out = Output(io.StringIO())
    buffer = BufferedOutput(out)
    buffer.line("before")
    buffer.stream.write("50%\n")
    buffer.line("after")
    replay(out, [(targets_by_id(["web1"])[0], buffer)])
    assert out.stream.getvalue() == "before\n50%\nafter\n"  # type: ignore[attr-defined]
