"""Rules know the standard library and each other, nothing else."""

import ast
import sys

from tests.contracts import files


def imported_by(module) -> set[str]:
    """The full names of what a module imports."""
    names = set()
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or ".")
    return names


def test_rules_import_only_the_standard_library_and_rules():
    strangers = [
        f"{files.named(module)} imports {name}"
        for module in files.modules()
        if module.is_relative_to(files.SOURCE / "rules")
        for name in imported_by(module)
        if name.partition(".")[0] not in sys.stdlib_module_names
        and not (name == "wayhome.rules" or name.startswith("wayhome.rules."))
    ]

    assert not strangers, strangers
