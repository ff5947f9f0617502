"""What can be run."""

from typing import Any

from evals import catalogue, suite_files
from evals.external.registry import SUITES


def list_suites() -> list[dict[str, Any]]:
    """Every suite: name, kind, number of cases (None: data from outside), what it is about."""
    own = [suite_files.read_suite(path) for path in suite_files.files().values()]
    groups = [
        {"name": name, "kind": "group", "cases": _count(name), "about": about}
        for name, about in catalogue.GROUPS.items()
    ]
    files = [
        {"name": one.suite, "kind": one.kind, "cases": len(one.cases), "about": one.about}
        for one in own
    ]
    outside = [
        {
            "name": one.name,
            "kind": "external",
            "cases": None,
            "about": one.about,
            "source": one.source,
            "licence": one.licence,
            "cannot_say": list(one.cannot_say),
        }
        for one in SUITES.values()
    ]
    return [*groups, *files, *outside]


def _count(name: str) -> int:
    return sum(len(suite.cases) for suite in catalogue.own_suites(name))
