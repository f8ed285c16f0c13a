"""Runs and everything computed from them, cached between reruns."""
