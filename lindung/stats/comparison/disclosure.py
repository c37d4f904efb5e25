"""Small cells: what leaves a unit must not let anybody recognise one person.

A count below five is hidden, and with it another one wherever the hidden count could be had by
subtracting the others from a sum.
"""

from collections.abc import Mapping, Sequence

K = 5
Table = Sequence[Sequence[int]]
Hidden = list[list[int | None]]


def hide_small(row: Mapping[str, int], *, k: int = K) -> dict[str, int | None]:
    """Return one row of counts whose sum is known, with small ones and what gives them away hidden.

    None stands for *kurang dari 5 atau disembunyikan*; nothing at all stays nothing.
    """
    names = list(row)
    hidden = hide_table([[row[name] for name in names]], k=k)[0]
    return dict(zip(names, hidden, strict=True))


def hide_table(table: Table, *, k: int = K) -> Hidden:
    """Return a table whose row and column sums are known, with no cell that can be worked out.

    Hidden cells of a line must together leave room for each of them to be anything below `k`: as
    long as they do not, the smallest shown one that is not nothing is hidden too.
    """
    shown: Hidden = [[None if 0 < cell < k else cell for cell in row] for row in table]
    n_rows, n_columns = len(table), len(table[0]) if table else 0
    lines = [[(r, c) for c in range(n_columns)] for r in range(n_rows)]
    if n_rows > 1:
        lines += [[(r, c) for r in range(n_rows)] for c in range(n_columns)]
    changed = True
    while changed:
        changed = False
        for line in lines:
            hidden = [(r, c) for r, c in line if shown[r][c] is None]
            if hidden and (len(hidden) == 1 or sum(table[r][c] for r, c in hidden) < k):
                changed |= _hide_another(table, shown, line)
    return shown


def _hide_another(table: Table, shown: Hidden, line: Sequence[tuple[int, int]]) -> bool:
    open_ones = [(r, c) for r, c in line if shown[r][c] is not None]
    full = [(r, c) for r, c in open_ones if table[r][c] > 0] or open_ones
    if not full:
        return False
    r, c = min(full, key=lambda cell: (table[cell[0]][cell[1]], cell))
    shown[r][c] = None
    return True
