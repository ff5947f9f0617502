"""The settings as a command reads them: a wrong one is told like any other failure."""

from typing import Any

from pydantic import ValidationError
from pydantic_settings import SettingsError

from stylist.errors import BadRequest
from stylist.settings import Settings


def read_settings(**given: Any) -> Settings:
    """The settings of the environment, and what the command line gives on top.

    Raises:
        BadRequest: a variable is not what it must be; the message names it.
    """
    try:
        return Settings(**given)
    except ValidationError as error:
        raise BadRequest("; ".join(_said(row) for row in error.errors())) from error
    except SettingsError as error:
        raise BadRequest(f"The settings cannot be read: {error}.") from error


def _said(row: Any) -> str:
    name = "STYLIST_" + "__".join(str(part).upper() for part in row["loc"])
    return f"{name}: {row['msg']}"
