"""What commands print: tables, formats, columns, sorting, and text that could do harm."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
import yaml
from cli_nova import Nova

from novaclient.cli.errors import UsageError
from novaclient.cli.output.columns import Column
from novaclient.cli.output.output import Output
from novaclient.cli.parsing.values import Namespace
from novaclient.cli.text import harmless, width

BOXES = """\
+----+------+---------+
| ID | Name | Size GB |
+----+------+---------+
| 1  | a    | -       |
| 0  | b    | 10      |
| 2  | c    | 9       |
+----+------+---------+
"""


class Terminal(io.StringIO):
    """A stream that a person reads."""

    def isatty(self) -> bool:
        return True


def asked(**given: object) -> Namespace:
    """The arguments that say how to print, of which some were given."""
    args = Namespace()
    for name in ("format", "column", "sort_by", "query", "no_header"):
        setattr(args, name, given.get(name))
    return args


def printed(rows: object, columns: object, **settings: object) -> str:
    out = Output(settings.pop("stream", None) or io.StringIO())  # type: ignore[arg-type]
    order = settings.pop("order", None)
    out.configure(asked(**settings))
    out.rows(rows, columns, order=order)  # type: ignore[arg-type]
    return out.stream.getvalue()  # type: ignore[attr-defined,no-any-return]


def cell_table(*values: object, order: str | None = None) -> str:
    rows = [SimpleNamespace(id=n, name=value) for n, value in enumerate(values)]
    return printed(rows, [Column("ID", "id"), Column("Name", "name")], order=order)


# --------------------------------------------------------------------------------- tables
def test_table_is_sorted_by_the_column_that_the_command_names(nova: Nova) -> None:
    assert nova("box-list").out == BOXES


def test_empty_table_has_its_headings(nova: Nova) -> None:
    nova.client.boxes.boxes = {}
    rule, heading = "+----+------+---------+\n", "| ID | Name | Size GB |\n"
    assert nova("box-list").out == rule + heading + rule + rule


def test_ids_are_sorted_as_text_like_python_novaclients() -> None:
    columns = [Column("ID", "id"), Column("Na Me", "name")]
    rows = [
        SimpleNamespace(id=2, name="x\ny"),
        SimpleNamespace(id=10, name=None),
        SimpleNamespace(id=9, name="日本"),
    ]
    assert printed(rows, columns, order="ID") == (
        "+----+-------+\n"
        "| ID | Na Me |\n"
        "+----+-------+\n"
        "| 10 | -     |\n"
        "| 2  | x     |\n"
        "|    | y     |\n"
        "| 9  | 日本  |\n"
        "+----+-------+\n"
    )


def test_equal_cells_are_sorted_by_the_rest_of_the_row() -> None:
    columns = [Column("ID", "id"), Column("N", "n")]
    rows = [SimpleNamespace(id=i, n=n) for i, n in (("b", "2"), ("a", 3), ("b", "1"))]
    table = printed(rows, columns, order="ID").splitlines()
    assert [line for line in table if "b" in line] == ["| b  | 1 |", "| b  | 2 |"]


def test_carriage_return_is_dropped_and_tab_widened() -> None:
    assert "| cra     b |" in cell_table("c\rra\tb")


def test_escape_is_shown_not_sent() -> None:
    assert r"| \x1b[31mred |" in cell_table("\x1b[31mred")


def test_combining_mark_takes_no_column() -> None:
    assert "| 0  | e\u0301    |\n| 1  | four |" in cell_table("e\u0301", "four")


def test_column_that_is_not_shown_can_be_asked_for(nova: Nova) -> None:
    out = nova("box-list", "-c", "owner", "-c", "NAME").out
    assert "| Owner   | Name |" in out
    assert "| owner 1 | a    |" in out


def test_field_that_a_resource_lacks_is_empty_in_a_table_and_null_in_json() -> None:
    columns = [Column("A", "a"), Column("B", "b")]
    rows = [SimpleNamespace(a=1)]
    assert "| 1 |   |" in printed(rows, columns)
    assert json.loads(printed(rows, columns, format="json")) == [{"A": 1, "B": None}]
    assert printed(rows, columns, format="yaml") == "- A: 1\n  B: null\n"
    assert printed(rows, columns, format="csv") == "A,B\r\n1,\r\n"


def test_long_values_are_broken_where_asked(nova: Nova) -> None:
    out = nova("box-show", "a b c d", "--wrap", "3").out
    assert "| name     | a b   |\n|          | c d   |\n" in out


def test_columns_can_depend_on_what_was_asked(nova: Nova) -> None:
    assert nova("box-list", "--sorted").out.startswith("+----+\n| ID |\n")


def test_properties_are_sorted_and_parts_shown_as_json(nova: Nova) -> None:
    assert nova("box-show", "日本").out == (
        "+----------+------------------+\n"
        "| Property | Value            |\n"
        "+----------+------------------+\n"
        '| extra    | {"a": [1, null]} |\n'
        "| name     | 日本             |\n"
        "| on       | True             |\n"
        "| owner    | -                |\n"
        "| size     | 3                |\n"
        "+----------+------------------+\n"
    )


def test_property_with_a_written_line_feed_takes_two_lines(nova: Nova) -> None:
    assert "| name     | x                |\n|          | y  " in nova("box-show", "x\\ny").out


# -------------------------------------------------------------------------------- formats
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


def test_columns_follow_the_pinned_microversion(nova: Nova) -> None:
    from novaclient.api_versions import APIVersion

    nova.client.api_version = APIVersion("2.90")
    assert json.loads(nova("box-add", "x", "-f", "json").out) == {"ID": "9", "Name": "x"}


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


# ---------------------------------------------------------------------------------- --query
def test_query_is_asked_of_what_json_prints(nova: Nova) -> None:
    assert json.loads(nova("box-list", "--query", '[?"Size GB">`9`].Name').out) == ["b"]


def test_query_of_one_resource_is_asked_of_its_object(nova: Nova) -> None:
    assert nova("box-show", "x", "--query", "extra.a[0]").out == "1\n"


@pytest.mark.parametrize(
    ("format", "query", "out"),
    [
        ("yaml", "[0].{n: Name, s: Status}", "n: b\ns: null\n"),
        ("jsonl", "[].Name", '"b"\n"a"\n"c"\n'),
        ("jsonl", "length(@)", "3\n"),
        ("value", "[].[ID, Name]", "0 b\n1 a\n2 c\n"),
        ("value", "[].Name", "b\na\nc\n"),
        ("value", "[9].Name", ""),
        ("csv", "[].{id: ID, name: Name}", "id,name\r\n0,b\r\n1,a\r\n2,c\r\n"),
        ("csv", "[].[ID]", "0\r\n1\r\n2\r\n"),
    ],
)
def test_query_is_printed_in_every_format(nova: Nova, format: str, query: str, out: str) -> None:
    assert nova("box-list", "-f", format, "--query", query).out == out


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("a b", "unexpected 'b' at character 3 of 'a b'"),
        ("[?a", "'[?a' is not complete"),
        ("", "Invalid JMESPath expression: cannot be empty."),
        ("[0].legnth(@)", "no function 'legnth': did you mean 'length'?"),
    ],
)
def test_bad_query_is_refused_before_any_request(nova: Nova, query: str, message: str) -> None:
    done = nova("box-list", "--query", query)
    assert f"error: argument --query: {message}\n" in done.err
    assert (done.status, done.connections) == (2, 0)


def test_query_that_fails_on_the_values_is_told_without_them(nova: Nova) -> None:
    done = nova("box-list", "--query", "abs(@)")
    assert "error: argument --query: abs() takes number, not array\n" in done.err


def test_what_was_made_is_not_lost_by_a_query_that_fails(nova: Nova) -> None:
    done = nova("box-create", "n", "--query", "abs(@)")
    assert (done.status, json.loads(done.out)["password"]) == (2, "once")


# ------------------------------------------------------------------------------- --no-header
def test_table_without_headings_is_as_narrow_as_its_rows(nova: Nova) -> None:
    out = nova("box-list", "--no-header", "-c", "size gb").out
    assert out == "+----+\n| -  |\n| 10 |\n| 9  |\n+----+\n"


def test_csv_can_be_without_headings(nova: Nova) -> None:
    assert nova("box-list", "-f", "csv", "--no-header", "-c", "ID").out == "0\r\n1\r\n2\r\n"


# ----------------------------------------------------------------------------------- colours
def coloured(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, **environ: str) -> str:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm", **environ}.items():
        monkeypatch.setenv(name, value)
    rows = [SimpleNamespace(name="ERROR", status="ERROR"), SimpleNamespace(name="n", status="UP")]
    return printed(rows, [Column("Name", "name"), Column("Status", "status")], stream=stream)


def test_states_are_coloured_on_a_terminal_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = coloured(monkeypatch, Terminal())
    assert "| ERROR | \x1b[31mERROR \x1b[39m |\n| n     | \x1b[32mUP    \x1b[39m |" in text


def test_no_colour_reaches_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in coloured(monkeypatch, io.StringIO())


@pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": ""}])
def test_terminal_without_colours_gets_none(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str]
) -> None:
    assert "\x1b" not in coloured(monkeypatch, Terminal(), **environ)


def test_property_that_is_a_state_is_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    out = Output(Terminal())
    out.properties({"name": "active", "status": "ACTIVE"})
    assert [line.count("\x1b") for line in out.stream.getvalue().splitlines()] == [  # type: ignore[attr-defined]
        0, 0, 0, 0, 2, 0,
    ]  # fmt: skip


# ---------------------------------------------------------------------- columns and sorting
def test_unknown_column_is_refused_before_any_request(nova: Nova) -> None:
    done = nova("box-list", "-c", "Colour")
    assert done.status == 2
    assert (
        "error: argument -c/--column: no column 'Colour' (there are: ID, Name, Size GB, Owner)"
        in done.err
    )
    assert done.connections == 0


def test_unknown_property_is_refused_with_the_nearest(nova: Nova) -> None:
    done = nova("box-show", "x", "-c", "nmae")
    assert "no property 'nmae': did you mean 'name'?" in done.err


def test_sort_orders_numbers_as_numbers_and_nothing_first(nova: Nova) -> None:
    out = nova("box-list", "--sort", "size gb", "-f", "value", "-c", "Size GB").out
    assert out == "\n9\n10\n"


def test_sort_can_descend(nova: Nova) -> None:
    out = nova("box-list", "--sort", "Name:desc", "-f", "value", "-c", "Name").out
    assert out == "c\nb\na\n"


def test_sort_takes_several_columns() -> None:
    rows = [SimpleNamespace(a=a, b=b) for a, b in ((1, "x"), (2, "x"), (1, "y"))]
    columns = [Column("A", "a"), Column("B", "b")]
    assert printed(rows, columns, format="value", sort_by="b:desc,a") == "1 y\n1 x\n2 x\n"


def test_sort_orders_the_table_too(nova: Nova) -> None:
    lines = nova("box-list", "--sort", "ID:desc").out.splitlines()[3:-1]
    assert [line[2] for line in lines] == ["2", "1", "0"]


def test_sort_by_an_unknown_column_is_refused(nova: Nova) -> None:
    done = nova("box-list", "--sort", "colour")
    assert "argument --sort: no column 'colour'" in done.err
    assert done.connections == 0


def test_sort_orders_properties(nova: Nova) -> None:
    out = nova("box-show", "x", "--sort", "property:desc", "-c", "name", "-c", "size").out
    assert out.index("size") < out.index("name")


def test_unknown_format_is_refused(nova: Nova) -> None:
    assert "argument -f/--format: invalid choice: 'xml'" in nova("box-list", "-f", "xml").err


# --------------------------------------------------------------------------- text and width
@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain é 日本 👩\u200d🚀", "plain é 日本 👩\u200d🚀"),
        ("\x00\x1b\x7f", r"\x00\x1b\x7f"),
        ("\x9b2J", r"\x9b2J"),
        ("\u202eevil\u2066\u200f", r"\u202eevil\u2066\u200f"),
        ("a\u2028b\u2029c", r"a\u2028b\u2029c"),
        ("\U000e0041", r"\U000e0041"),
        ("\ud800", r"\ud800"),
        ("a\nb\tc\r", r"a\x0ab\x09c\x0d"),
    ],
)
def test_what_could_do_harm_is_made_visible(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_lines_can_be_kept() -> None:
    assert harmless("a\nb\tc\r", lines=True) == "a\nb\tc\\x0d"


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("abc", 3),
        ("日本", 4),
        ("ｱＡ", 3),
        ("e\u0301", 1),
        ("é", 1),
        ("\u2764", 1),
        ("\u2764\ufe0f", 2),
        ("1\ufe0f\u20e3", 2),
        ("e\ufe0f", 1),
        ("😀😀", 4),
        ("👍🏽", 2),
        ("🏽", 2),
        ("👨\u200d👩\u200d👧", 2),
        ("🏳\ufe0f\u200d🌈", 2),
        ("می\u200cخ", 3),
        ("क\u094d\u200dष", 2),
        ("🇩🇪", 2),
        ("\u1112\u1161\u11ab", 2),
        ("น้ำ", 2),
    ],
)
def test_width_counts_columns(text: str, columns: int) -> None:
    assert width(text) == columns


def test_text_from_the_cloud_is_exact_in_a_pipe() -> None:
    out = Output(io.StringIO())
    out.text("\x1b[1m\r\n")
    assert out.stream.getvalue() == "\x1b[1m\r\n"  # type: ignore[attr-defined]


def test_text_from_the_cloud_is_harmless_on_a_terminal() -> None:
    out = Output(Terminal())
    out.text("\x1b[1m\n")
    assert out.stream.getvalue() == "\\x1b[1m\n"  # type: ignore[attr-defined]


def test_line_for_people_keeps_out_of_a_programs_format(capsys: pytest.CaptureFixture[str]) -> None:
    out = Output()
    out.configure(asked(format="json"))
    out.line("by the way")
    assert capsys.readouterr() == ("", "by the way\n")


def test_column_that_a_new_resource_lacks_does_not_hide_what_was_made() -> None:
    out = Output(io.StringIO())
    out.configure(asked(format="json", column=["nmae"]))
    with pytest.raises(UsageError, match="did you mean 'name'"):
        out.made({"id": "1", "name": "web", "adminPass": "once"})
    assert isinstance(out.stream, io.StringIO)
    assert json.loads(out.stream.getvalue()) == {"id": "1", "name": "web", "adminPass": "once"}


def test_yaml_has_letters_as_they_are() -> None:
    out = Output(io.StringIO())
    out.configure(asked(format="yaml"))
    out.properties({"name": "Müller"})
    assert isinstance(out.stream, io.StringIO)
    assert out.stream.getvalue() == "name: Müller\n"
