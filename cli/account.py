"""`stylist account create EMAIL`: an account on a stack that asks people to sign in."""

from typing import Annotated

import typer

from cli.api_client import checked, open_api
from cli.configured import read_settings
from cli.output import Output

app = typer.Typer(help="Accounts of people who sign in.", no_args_is_help=True)


@app.callback()
def account() -> None:
    """Accounts of people who sign in; on a machine of your own there is one user and no form."""


@app.command("create")
def create(
    email: Annotated[str, typer.Argument(help="What the person signs in with.")],
    password: Annotated[
        str | None, typer.Option(help="At least 8 characters; asked for when not given.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Make an account on the running stack."""
    out = Output(as_json=as_json)
    with out.errors(), open_api(read_settings()) as client:
        body = {"email": email, "password": password or _asked()}
        answer = checked(client.post("/v1/auth/register", json=body))
        # Registering signs in as well; nobody here needs that sign-in.
        signed_in = {"refresh_token": answer["refresh_token"]}
        checked(client.post("/v1/auth/logout", json=signed_in))
        out.result({"email": email}, lambda: out.say(f"{email} can sign in now."))


def _asked() -> str:
    """A password from the terminal; asked on stderr, since stdout may have to be JSON."""
    said: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return said
