"""Every suite that can be run: own files, groups of them, and loaders of data from outside."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from agent.models import ChosenModel
from evals import suite_files
from evals.cases import ConversationSuite, UtteranceSuite
from evals.results import CaseResult
from evals.wardrobe import FOLDER as FIXED
from stylist.errors import NotFound

Kind = Literal["utterances", "conversations", "mixed", "external"]
GROUPS: Final = {
    "own": "Every suite of our own.",
    "utterances": "Every utterance of our own.",
    "conversations": "Every conversation of our own.",
    "unheard": "What somebody wrote who had not seen the reading; harder, and apart from our own.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class External:
    """A suite over data that is read from outside and never committed.

    `run` takes the data's folder, a limit, a seed and the chat model's name; `cannot_say` are the
    limits of the mapping, said in every report.
    """

    name: str
    about: str
    source: str
    licence: str
    cannot_say: Sequence[str]
    run: Callable[["ExternalRequest"], "ExternalRun"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalRequest:
    """What an external suite is asked for."""

    folder: Path
    limit: int | None
    seed: int
    repeat: int
    model: ChosenModel


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalRun:
    """What an external suite brings: its cases, the hash of its data, and further figures."""

    cases: list[CaseResult]
    dataset_hash: str
    extra: Mapping[str, object] = field(default_factory=dict)


OwnSuites = list[UtteranceSuite | ConversationSuite]


def own_suites(name: str) -> OwnSuites:
    """The own suites of a name or group, or the one of a file anywhere, named by its path.

    Raises:
        NotFound: there is none of this name.
        BadRequest: the file is no suite.
    """
    if is_path(name):
        return [suite_files.read_suite(Path(name))]
    files = suite_files.files()
    if name in files:
        return [suite_files.read_suite(files[name])]
    if name not in GROUPS:
        raise NotFound(f"There is no suite {name}. I know {', '.join([*GROUPS, *files])}.")
    suites = [suite_files.read_suite(path) for path in files.values()]
    if name == "unheard":
        return [suite for suite in suites if suite.group == "unheard"]
    return [suite for suite in suites if suite.group == "own" and name in ("own", suite.kind)]


def is_path(name: str) -> bool:
    """Whether a suite is named by its file: `mine.yaml`, `cases/mine.yml`."""
    return Path(name).suffix in (".yaml", ".yml")


def own_hash(name: str, suites: OwnSuites) -> str:
    """Twelve hex digits that change with the files of a suite or group, or the fixed world."""
    files = suite_files.files()
    told = [Path(name)] if is_path(name) else [files[suite.suite] for suite in suites]
    told += sorted(path for path in FIXED.iterdir() if path.is_file())
    return hash_files(told)


def hash_files(paths: Sequence[Path]) -> str:
    """Twelve hex digits over names and bytes."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
