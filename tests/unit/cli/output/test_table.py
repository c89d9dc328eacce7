"""Tables: headings, order, width, and text that could do harm."""

from __future__ import annotations

import json
from types import SimpleNamespace

from cli_nova import Nova
from printed_output import cell_table, printed

from novaclient.cli.output.columns import Column

BOXES = """\
+----+------+---------+
| ID | Name | Size GB |
+----+------+---------+
| 1  | a    | -       |
| 0  | b    | 10      |
| 2  | c    | 9       |
+----+------+---------+
"""


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


def test_field_that_a_resource_lacks_is_empty_in_a_table_and_null_in_json() -> None:
    columns = [Column("A", "a"), Column("B", "b")]
    rows = [SimpleNamespace(a=1)]
    assert "| 1 |   |" in printed(rows, columns)
    assert json.loads(printed(rows, columns, format="json")) == [{"A": 1, "B": None}]
    assert printed(rows, columns, format="yaml") == "- A: 1\n  B: null\n"
    assert printed(rows, columns, format="csv") == "A,B\r\n1,\r\n"


def test_long_values_are_broken_where_output_arguments(nova: Nova) -> None:
    out = nova("box-show", "a b c d", "--wrap", "3").out
    assert "| name     | a b   |\n|          | c d   |\n" in out


def test_columns_can_depend_on_what_was_output_arguments(nova: Nova) -> None:
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


def test_table_without_headings_is_as_narrow_as_its_rows(nova: Nova) -> None:
    out = nova("box-list", "--no-header", "-c", "size gb").out
    assert out == "+----+\n| -  |\n| 10 |\n| 9  |\n+----+\n"
