"""The text of a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from novaclient.cli.text import harmless, width

#: Returns the escape sequence that colours a cell, from the headings, the row and the cell's index
#: in it; empty for none.
ColourOf = Callable[[Sequence[str], Sequence[str], int], str]


def wrapped(text: str, columns: int) -> str:
    """Text wrapped into lines.

    :param text: the text; a written ``\\n`` begins a line too, as in python-novaclient.
    :param columns: the width in characters; 0 to break lines at ``\\n`` only.
    """
    if columns > 0:
        import textwrap

        text = textwrap.fill(text, columns)
    return text.replace("\\n", "\n")


def table(
    titles: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    headings: bool = True,
    colour_of: ColourOf | None = None,
) -> str:
    """A table in the form that ``nova`` has always had.

    :param titles: the headings.
    :param rows: the cells, as text; line feeds make a cell several lines high.
    :param headings: whether the headings are shown.
    :param colour_of: the colours; None for none.
    """
    grid = [[_lines(cell) for cell in row] for row in rows]
    head = [harmless(title) for title in titles]
    widths = [width(title) if headings else 0 for title in head]
    for row in grid:
        for index, cell in enumerate(row):
            widths[index] = max(widths[index], *map(width, cell))
    rule = "+" + "+".join("-" * (w + 2) for w in widths) + "+"
    lines = [rule, _row(head, widths), rule] if headings else [rule]
    for cells, row in zip(rows, grid, strict=True):
        colours = colour_of and [colour_of(titles, cells, place) for place in range(len(cells))]
        height = max(map(len, row), default=1)
        for number in range(height):
            line = [c[number] if number < len(c) else "" for c in row]
            lines.append(_row(line, widths, colours))
    lines.append(rule)
    return "\n".join(lines) + "\n"


def _lines(cell: str) -> list[str]:
    """The lines of a cell; carriage returns are dropped and tabs expanded."""
    if cell.isprintable():
        return [cell]
    return [harmless(line.expandtabs()) for line in cell.replace("\r", "").split("\n")]


def _row(cells: Sequence[str], widths: Sequence[int], colours: Sequence[str] | None = None) -> str:
    padded = [cell + " " * (w - width(cell)) for cell, w in zip(cells, widths, strict=True)]
    if colours:
        # Resets only the colour, so that --watch can show the whole line in reverse.
        padded = [
            f"{colour}{cell}\x1b[39m" if colour else cell
            for colour, cell in zip(colours, padded, strict=True)
        ]
    return "| " + " | ".join(padded) + " |"
