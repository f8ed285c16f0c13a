"""Forecasts of shares, and the backtest of forecasts and verdicts."""
