"""The earlier code that a cell of a notebook needs, found in its syntax.

The statements of all cells before it are read backwards: those that bind a name that
is needed, and those that may change what such a name refers to.
"""

import ast
import builtins
from collections import deque
from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

_BUILTINS = frozenset(dir(builtins))
_MODULES = frozenset({"torch", "np", "numpy", "nn", "F", "math"})
_SEEDS = frozenset({"manual_seed", "seed", "set_default_dtype", "set_printoptions"})
"""Methods of modules that change what later code does."""
MAX_STATEMENTS = 2000
"""That are looked at: a longer notebook has forgotten its beginning."""
MAX_KEPT = 60
"""That one cell needs: no card has so much code."""
_MOST_BASES = 50
"""Names that one name was made of; those of more are not followed."""
_COMPOUND = (ast.For, ast.While, ast.With, ast.If, ast.Try)


class Statement(Struct, frozen=True):
    """A statement at the top of a cell."""

    cell: int
    """The number of its cell."""
    source: str
    binds: frozenset[str]
    uses: frozenset[str]
    changes: frozenset[str]
    """Names whose values it may change in place."""
    makes_values: bool = False
    """Whether what it binds is made of what it uses: an assignment."""
    is_late: bool = False
    """Whether its names are looked up when it is called: a function."""
    sets: bool = False
    """Whether it sets a seed, or how numbers are made or shown."""


def statements_of(cell: int, source: str) -> tuple[Statement, ...]:
    """Return the statements of a cell. Raises SyntaxError, as Python's parser does."""
    tree = ast.parse(source)
    lines = source.split("\n")
    return tuple(_statement(cell, node, lines) for node in tree.body)


class EarlierCode:
    """The statements of the cells so far, and which values they may change."""

    def __init__(self) -> None:
        self._statements: deque[tuple[Statement, frozenset[str]]] = deque()
        self._related: dict[str, frozenset[str]] = {}
        """What a name was made of: a change of a view changes its base."""
        self._fixed = set(_BUILTINS)
        """What code does not change: functions, classes, modules."""

    def add(self, statements: Sequence[Statement]) -> None:
        """Take the statements of one more cell."""
        for statement in statements:
            changes = self._with_bases(statement.changes)
            self._statements.append((statement, changes))
            if len(self._statements) > MAX_STATEMENTS:
                self._statements.popleft()
            uses = statement.uses if statement.makes_values else frozenset()
            made_of = self._with_bases(uses)
            for name in statement.binds:
                few = len(made_of) <= _MOST_BASES
                self._related[name] = made_of if few else frozenset()
            if statement.makes_values:
                self._fixed -= statement.binds
            else:
                self._fixed |= statement.binds

    def needed(
        self, cell: Sequence[Statement]
    ) -> tuple[tuple[Statement, ...], frozenset[str]]:
        """Return the statements that a cell needs, in order.

        The names are those that nothing before binds.
        """
        wanted: set[str] = set()
        for statement in reversed(cell):
            wanted = (wanted - statement.binds) | statement.uses
        while True:
            kept, missing = self._kept(wanted)
            late = {name for part in kept if part.is_late for name in part.uses}
            if late <= wanted:
                return kept, missing - _BUILTINS
            wanted |= late

    def _kept(
        self, wanted: Collection[str]
    ) -> tuple[tuple[Statement, ...], frozenset[str]]:
        """Return the statements that give names their values, and what stays open."""
        names = set(wanted)
        kept: list[Statement] = []
        wide = self._with_bases(frozenset(names))
        for statement, changes in reversed(self._statements):
            if statement.binds & names:
                names -= statement.binds
                names |= set() if statement.is_late else statement.uses
                wide = self._with_bases(frozenset(names))
            elif changes & wide:
                names |= statement.uses
                wide = self._with_bases(frozenset(names))
            elif not (statement.sets and statement.uses <= names):
                continue
            kept.append(statement)
            if len(kept) > MAX_KEPT:
                break
        return tuple(reversed(kept)), frozenset(names)

    def _with_bases(self, names: frozenset[str]) -> frozenset[str]:
        """Return names whose values may change, and what they were made of."""
        bases = (self._related.get(name, frozenset()) for name in names)
        return names.union(*bases) - self._fixed


def _statement(cell: int, node: ast.stmt, lines: Sequence[str]) -> Statement:
    start = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
    alone = [
        other for other in ast.walk(node) if isinstance(other, ast.stmt)
    ]  # a statement behind `;` shares its line with others
    last = max(other.end_lineno or other.lineno for other in alone)
    text = "\n".join(lines[start - 1 : last])
    if node.col_offset or not _is_alone(text):
        text = ast.unparse(node)
    binds = frozenset(_bound(node))
    own = frozenset(_free(node))
    is_compound = isinstance(node, _COMPOUND)
    changes = own if is_compound else frozenset(_changed(node))
    is_late = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    makes = not is_late and not isinstance(node, ast.Import | ast.ImportFrom)
    return Statement(cell, text, binds, own, changes, makes, is_late, _sets(node))


def _is_alone(text: str) -> bool:
    return len(ast.parse(text).body) == 1


_SCOPES = (
    ast.Lambda,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
    ast.GeneratorExp,
)
"""What binds names for itself alone."""


def _bound(node: ast.AST) -> Iterator[str]:
    """Yield the names that a statement binds at the top of the module."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.Import() | ast.ImportFrom():
            for alias in node.names:
                yield alias.asname or alias.name.partition(".")[0]
        case ast.Name(ctx=ast.Store() | ast.Del()):
            yield node.id
        case _ if not isinstance(node, _SCOPES):
            if isinstance(node, ast.ExceptHandler) and node.name:
                yield node.name
            for child in ast.iter_child_nodes(node):
                yield from _bound(child)
        case _:
            pass


def _free(node: ast.AST) -> Iterator[str]:
    """Yield the names that a statement needs from before it.

    A function needs what its body uses, since it will be called. Names that are
    both local and global somewhere are yielded: a statement too many does no harm.
    """
    local = set(_parameters(node))
    stored = {
        child.id
        for child in ast.walk(node)
        if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store)
    }
    simple = isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr)
    own = set() if simple else stored
    for child in ast.walk(node):
        if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Load):
            if child.id not in local and child.id not in own - _used_first(node):
                yield child.id
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


def _used_first(node: ast.AST) -> set[str]:
    """Return the names of a loop or branch that are read and written in it."""
    if not isinstance(node, _COMPOUND):
        return set()
    return {
        child.target.id
        for child in ast.walk(node)
        if isinstance(child, ast.AugAssign) and isinstance(child.target, ast.Name)
    }


def _parameters(node: ast.AST) -> Iterator[str]:
    """Yield the names of parameters, of comprehensions and of exceptions."""
    for child in ast.walk(node):
        if isinstance(child, ast.arg):
            yield child.arg
        elif isinstance(child, ast.comprehension):
            for part in ast.walk(child.target):
                if isinstance(part, ast.Name):
                    yield part.id
        elif isinstance(child, ast.ExceptHandler) and child.name:
            yield child.name


def _changed(node: ast.stmt) -> Iterator[str]:
    """Yield the names whose values a simple statement may change in place."""
    match node:
        case ast.Expr(ast.Call(ast.Attribute() as method, arguments)):
            yield from _root(method)
            if method.attr.endswith("_"):  # nn.init.zeros_(x) changes its argument
                for argument in arguments:
                    yield from _root(argument)
        case ast.Assign() | ast.AugAssign() | ast.Delete():
            single = [node.target] if isinstance(node, ast.AugAssign) else node.targets
            for target in single:
                if isinstance(target, ast.Attribute | ast.Subscript):
                    yield from _root(target)
        case _:
            pass


def _root(node: ast.expr) -> Iterator[str]:
    """Yield the name that an expression starts with, unless that is a module's."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    if isinstance(node, ast.Name) and node.id not in _MODULES:
        yield node.id


def _sets(node: ast.stmt) -> bool:
    match node:
        case ast.Expr(ast.Call(ast.Attribute(attr=name))):
            return name in _SEEDS
        case _:
            return False
