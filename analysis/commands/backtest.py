"""The command `backtest`: how often past verdicts of a run proved correct."""

import typer

from analysis.commands.options import Debug, Json, RunName, Runs
from analysis.console import plain_errors, print_json, say, stderr_console, steps, tell
from analysis.paths import runs_dir

app = typer.Typer()


@app.command()
def backtest(run: RunName, as_json: Json = False, runs: Runs = None, debug: Debug = False) -> None:
    """Backtest a run: how often verdicts made at past dates proved correct."""
    with plain_errors(debug=debug, as_json=as_json):
        from analysis.modelling.backtesting.past_verdicts import earlier_calls
        from analysis.runs.backtest_file import write_backtest
        from analysis.runs.store import open_run, resolve_run
        from analysis.runs.summary_text import describe_rules
        from analysis.trends.forecasting.backtest import rules, score
        from analysis.trends.forecasting.track_record import track_json, track_sentences

        opened = open_run(resolve_run(run, runs=runs or runs_dir()))
        with steps(stderr_console()) as report:
            calls = earlier_calls(opened, report=report)
        found = rules(score(calls))
        say(f"Saved to {write_backtest(opened, calls)}")
        if as_json:
            print_json({"cuts": sorted(set(calls["cut"])), "rules": found} | track_json(calls))
        else:
            tell("\n".join([describe_rules(found), "", *track_sentences(calls)]))
