"""``exkit explain``: what a pasted text means."""

import click

from toolkit.cli.options import Settings, common_options


@click.command()
@click.argument("text", nargs=-1, required=True, metavar="TEXT|FILE|-")
@common_options
@click.pass_obj
def explain(settings: Settings, text: tuple[str, ...]) -> None:
    r"""Say which error a text is, who said it and which playbook is for it.

    TEXT is what you see; FILE holds it, for example a saved bounce; - reads it from the keyboard or a pipe.
    A bare number has several meanings and chooses nothing. What Eseutil or chkdsk has printed, or the file INTEG.RAW, is told as
    a whole: how it ended, what that means and what to do now.

    \b
    Examples:
      exkit explain "452 4.3.1 Insufficient system resources"
      exkit explain 452
      exkit explain bounce.eml
      exkit explain -
    """
    from toolkit.cli.actions.explain import explain_words  # noqa: PLC0415 - pages and tables are not needed for --help

    explain_words(settings, text)
