"""Columns: chosen with ``--column``, and sorted by."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace

import pytest
from cli_nova import Nova
from printed_output import output_arguments, printed

from novaclient.cli.errors import UsageError
from novaclient.cli.output.columns import Column
from novaclient.cli.output.output import Output


def test_column_that_is_not_shown_can_be_asked_for(nova: Nova) -> None:
    out = nova("box-list", "-c", "owner", "-c", "NAME").out
    assert "| Owner   | Name |" in out
    assert "| owner 1 | a    |" in out


def test_columns_follow_the_pinned_microversion(nova: Nova) -> None:
    from novaclient.api_versions import APIVersion

    nova.client.api_version = APIVersion("2.90")
    assert json.loads(nova("box-add", "x", "-f", "json").out) == {"ID": "9", "Name": "x"}


def test_unknown_column_is_refused_before_any_request(nova: Nova) -> None:
    done = nova("box-list", "-c", "Colour")
    assert done.status == 2
    assert (
        "error: argument -c/--column: no column 'Colour' (available: ID, Name, Size GB, Owner)"
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


def test_column_that_a_new_resource_lacks_does_not_hide_what_was_made() -> None:
    out = Output(io.StringIO())
    out.configure(output_arguments(format="json", column=["nmae"]))
    with pytest.raises(UsageError, match="did you mean 'name'"):
        out.created({"id": "1", "name": "web", "adminPass": "once"})
    assert isinstance(out.stream, io.StringIO)
    assert json.loads(out.stream.getvalue()) == {"id": "1", "name": "web", "adminPass": "once"}
