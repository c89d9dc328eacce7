"""Output formats: JSON, YAML, CSV and values."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import yaml
from cli_nova import Nova
from printed_output import Terminal, output_arguments, printed

from novaclient.cli.output.columns import Column
from novaclient.cli.output.output import Output


def test_json_has_values_in_their_types(nova: Nova) -> None:
    assert json.loads(nova("box-list", "-f", "json").out) == [
        {"ID": "0", "Name": "b", "Size GB": 10},
        {"ID": "1", "Name": "a", "Size GB": None},
        {"ID": "2", "Name": "c", "Size GB": 9},
    ]


def test_json_of_one_resource_is_an_object(nova: Nova) -> None:
    shown = json.loads(nova("box-show", "x", "--format", "json").out)
    assert shown == {"extra": {"a": [1, None]}, "name": "x", "on": True, "owner": None, "size": 3}


def test_json_of_a_list_that_is_one_row_by_nature_is_an_object(nova: Nova) -> None:
    shown = json.loads(nova("box-add", "x", "-f", "json").out)
    assert shown == {"ID": "9", "Name": "x", "Lid": None}


def test_json_of_nothing_is_an_empty_list(nova: Nova) -> None:
    nova.client.boxes.boxes = {}
    assert json.loads(nova("box-list", "-f", "json").out) == []


def test_json_column_has_the_value_behind_the_text(nova: Nova) -> None:
    out = nova("box-list", "-f", "json", "-c", "owner", "--sort", "name").out
    assert json.loads(out)[0] == {"Owner": {"id": "1"}}


def test_json_keeps_what_a_table_makes_harmless() -> None:
    rows = [SimpleNamespace(name="\x1b\u202e\ud800")]
    text = printed(rows, [Column("Name", "name")], format="json", stream=Terminal())
    assert json.loads(text) == [{"Name": "\x1b\u202e\ud800"}]
    assert text.isascii()


def test_json_lines_are_one_object_a_line(nova: Nova) -> None:
    lines = nova("box-list", "-f", "jsonl").out.splitlines()
    assert [json.loads(line)["Name"] for line in lines] == ["b", "a", "c"]


@pytest.mark.parametrize("format", ["jsonl", "csv", "value"])
def test_streaming_format_prints_rows_as_they_come(format: str) -> None:
    stream = io.StringIO()
    seen: list[int] = []

    def rows() -> Iterator[SimpleNamespace]:
        for n in range(3):
            seen.append(stream.getvalue().count("\n"))
            yield SimpleNamespace(n=n)

    printed(rows(), [Column("N", "n")], format=format, stream=stream)
    assert [after - seen[0] for after in seen] == [0, 1, 2]


def test_rows_before_an_error_are_printed_in_a_streaming_format(nova: Nova) -> None:
    done = nova("box-stream-list", "-f", "value", "-c", "name")
    assert (done.status, done.out) == (1, "b\na\n")
    assert done.err == "ERROR (ConnectionFailed): the cloud went away\n"


def test_broken_list_is_no_json_at_all(nova: Nova) -> None:
    assert nova("box-stream-list", "-f", "json").out == ""


def test_yaml_has_values_in_their_types(nova: Nova) -> None:
    shown = yaml.safe_load(nova("box-show", "x", "-f", "yaml").out)
    assert shown == {"extra": {"a": [1, None]}, "name": "x", "on": True, "owner": None, "size": 3}


def test_csv_quotes_what_needs_it() -> None:
    rows = [
        SimpleNamespace(name='a "b",\nc'),
        SimpleNamespace(name=None),
        SimpleNamespace(name=[1]),
    ]
    text = printed(rows, [Column("Name", "name")], format="csv")
    assert text == 'Name\r\n"a ""b"",\nc"\r\n""\r\n[1]\r\n'
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["Name"], ['a "b",\nc'], [""], ["[1]"],
    ]  # fmt: skip


def test_csv_of_one_resource_has_a_heading_a_property(nova: Nova) -> None:
    assert (
        nova("box-show", "x", "-f", "csv", "-c", "size", "-c", "name").out == "size,name\r\n3,x\r\n"
    )


def test_values_are_separated_by_spaces(nova: Nova) -> None:
    assert nova("box-list", "-f", "value", "-c", "id", "-c", "size_gb").out == "0 10\n1 \n2 9\n"


def test_values_of_one_resource_stand_on_a_line_each(nova: Nova) -> None:
    assert nova("box-show", "x", "-f", "value", "-c", "size", "-c", "extra").out == (
        '3\n{"a": [1, null]}\n'
    )


def test_values_are_exact_in_a_pipe() -> None:
    rows = [SimpleNamespace(name="\x1b[2J")]
    assert printed(rows, [Column("Name", "name")], format="value") == "\x1b[2J\n"


@pytest.mark.parametrize("format", ["value", "csv"])
def test_values_are_harmless_on_a_terminal(format: str) -> None:
    rows = [SimpleNamespace(name="\x1b[2J")]
    text = printed(rows, [Column("Name", "name")], format=format, stream=Terminal())
    assert r"\x1b[2J" in text


def test_resource_in_a_cell_is_json_of_its_fields() -> None:
    part = SimpleNamespace(to_dict=lambda: {"id": 1})
    rows = [SimpleNamespace(part=part)]
    assert json.loads(printed(rows, [Column("Part", "part")], format="json")) == [
        {"Part": {"id": 1}}
    ]


def test_yaml_is_valid_and_harmless_on_a_terminal() -> None:
    rows = [SimpleNamespace(name="\u202egnp.exe")]
    text = printed(rows, [Column("Name", "name")], format="yaml", stream=Terminal())
    assert text.isascii()
    assert yaml.safe_load(text) == [{"Name": "\u202egnp.exe"}]


def test_csv_can_be_without_headings(nova: Nova) -> None:
    assert nova("box-list", "-f", "csv", "--no-header", "-c", "ID").out == "0\r\n1\r\n2\r\n"


def test_unknown_format_is_refused(nova: Nova) -> None:
    assert "argument -f/--format: invalid choice: 'xml'" in nova("box-list", "-f", "xml").err


def test_yaml_has_letters_as_they_are() -> None:
    out = Output(io.StringIO())
    out.configure(output_arguments(format="yaml"))
    out.properties({"name": "Müller"})
    assert isinstance(out.stream, io.StringIO)
    assert out.stream.getvalue() == "name: Müller\n"
