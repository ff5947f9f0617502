"""The commands of `stylist`, one small module each."""

import typer

from cli import (
    account,
    archives,
    ask,
    database,
    demo,
    doctor,
    evaluate,
    garment,
    importing,
    models,
    outfits,
    understand,
    up,
)

app = typer.Typer(
    name="stylist",
    help="A conversational stylist over your own wardrobe.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("up")(up.up)
app.command("import")(importing.import_path)
app.command("export")(archives.export_wardrobe)
app.command("ask")(ask.ask)
app.command("demo")(demo.demo)
app.command("doctor")(doctor.doctor)
app.command("understand")(understand.understand)
app.add_typer(account.app, name="account")
app.add_typer(garment.app, name="garment")
app.add_typer(outfits.app, name="outfits")
app.add_typer(models.app, name="models")
app.add_typer(evaluate.app, name="eval")
app.add_typer(database.app, name="db")
