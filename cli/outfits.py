"""`stylist outfits`: outfits from plain files, without a server or a database."""

import typer

from cli import outfit_recommend, outfit_score

app = typer.Typer(help="Outfits from plain files, without a server.", no_args_is_help=True)
app.command("recommend")(outfit_recommend.recommend_from_table)
app.command("score")(outfit_score.score_lines)
