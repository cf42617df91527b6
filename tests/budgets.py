"""The budgets of the house's style: sizes and complexity that no file and no function may exceed. Run by ``make check``."""

import ast
import io
import sys
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILE_LINES, FUNCTION_LINES, COMPLEXITY = 350, 40, 10
TESTS_TO_SOURCE = 1.0
POWERSHELL_LINES = 120
_SILENT = frozenset({tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER})
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    """A parsed file.

    Attributes:
        path: of the file.
        tree: its syntax.
        code_lines: numbers of the lines that hold more than comments, blanks and docstrings.
        length: physical lines.
        is_source: it is of the product, not of its tests; only there complexity has a limit.
    """

    path: Path
    tree: ast.Module
    code_lines: frozenset[int]
    length: int
    is_source: bool


def read_module(path: Path, is_source: bool) -> Module:
    """Return the file at ``path``, measured."""
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    tokens = [token for token in tokenize.generate_tokens(io.StringIO(text).readline) if token.type not in _SILENT]
    lines = {line for token in tokens for line in range(token.start[0], token.end[0] + 1)}
    return Module(path, tree, frozenset(lines - _docstring_lines(tree)), len(text.splitlines()), is_source)


def _docstring_lines(tree: ast.Module) -> set[int]:
    bare = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)]
    texts = [node for node in bare if isinstance(node.value, str)]
    return {line for node in texts for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)}


def complexity(function: Function) -> int:
    """Return 1 and one for each decision, nested functions left out."""
    return 1 + sum(_decisions(node) for node in _inside(function))


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Function):
            yield child
            yield from _inside(child)


def _decisions(node: ast.AST) -> int:
    if isinstance(node, ast.If | ast.IfExp | ast.For | ast.AsyncFor | ast.While | ast.ExceptHandler | ast.match_case):
        return 1
    if isinstance(node, ast.BoolOp):
        return len(node.values) - 1
    return 1 + len(node.ifs) if isinstance(node, ast.comprehension) else 0


def excesses(module: Module) -> Iterator[str]:
    """Yield what of a file is over budget, as ``file:line: what``."""
    if module.length > FILE_LINES:
        yield f"{module.path}:1: {module.length} lines, allowed {FILE_LINES}"
    for node in ast.walk(module.tree):
        if not isinstance(node, Function):
            continue
        first = node.body[0].lineno if node.body else node.lineno
        length = len([line for line in module.code_lines if node.lineno <= line <= (node.end_lineno or first)])
        if length > FUNCTION_LINES:
            yield f"{module.path}:{node.lineno}: {node.name} has {length} code lines, allowed {FUNCTION_LINES}"
        if module.is_source and complexity(node) > COMPLEXITY:
            yield f"{module.path}:{node.lineno}: {node.name} has complexity {complexity(node)}, allowed {COMPLEXITY}"


def powershell_excesses(folder: Path) -> Iterator[str]:
    """Yield templates that are longer than a page and a half."""
    for path in sorted([*folder.rglob("*.ps1"), *folder.rglob("*.j2")]):
        length = len(path.read_text(encoding="utf-8").splitlines())
        if length > POWERSHELL_LINES:
            yield f"{path}:1: {length} lines, allowed {POWERSHELL_LINES}"


def main(source: Path, tests: Path) -> int:
    """Print what is over budget; return how much that is."""
    modules = {folder: [read_module(path, folder == source) for path in sorted(folder.rglob("*.py"))] for folder in (source, tests)}
    found = [excess for folder in modules for module in modules[folder] for excess in excesses(module)]
    found += powershell_excesses(source.parent / "ps_templates")
    lines = {folder: sum(len(module.code_lines) for module in modules[folder]) for folder in modules}
    ratio = lines[tests] / lines[source]
    if ratio < TESTS_TO_SOURCE:
        found.append(f"{tests}: {ratio:.2f} code lines for each of {source}, needed {TESTS_TO_SOURCE}")
    print("".join(f"{excess}\n" for excess in found), end="")
    print(f"Budgets: {len(found)} exceeded. {lines[source]:,} code lines of source, {lines[tests]:,} of tests ({ratio:.2f}).")
    return len(found)


if __name__ == "__main__":
    sys.exit(bool(main(Path(sys.argv[1]), Path(sys.argv[2]))))
