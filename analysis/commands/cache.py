"""The command `cache`: the size of the cache of embeddings, and how to empty it."""

import math
from typing import Annotated, Literal

import typer

from analysis.commands.options import Debug, Json
from analysis.console import plain_errors, print_json, tell
from analysis.paths import cache_dir

app = typer.Typer()


@app.command()
def cache(
    action: Annotated[
        Literal["clear"] | None, typer.Argument(help="Empty the cache, without confirmation.")
    ] = None,
    as_json: Json = False,
    debug: Debug = False,
) -> None:
    """Show the size of the embedding cache, or empty it."""
    with plain_errors(debug=debug, as_json=as_json):
        from analysis.encoding.cache_files import cache_files, cache_limit, evict

        folder = cache_dir()
        removed = evict(folder, limit=-1, used_since=math.inf) if action else []
        files = cache_files(folder)
        facts = {
            "folder": str(folder),
            "bytes": sum(file.bytes for file in files),
            "entries": sum(file.entries for file in files),
            "limit": cache_limit(),
        }
        if as_json:
            print_json(facts | ({"removed": sum(x.bytes for x in removed)} if action else {}))
            return
        if action:
            tell(f"removed  {sum(file.bytes for file in removed):,} bytes")
        tell(f"folder   {folder}")
        tell(f"size     {facts['bytes']:,} bytes")
        tell(f"entries  {facts['entries']:,} vectors and models")
        tell(f"limit    {facts['limit']:,} bytes, set by PAPERTIDES_CACHE_BYTES")
