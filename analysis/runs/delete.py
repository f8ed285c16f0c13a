"""Deletion of a run and the files beside it."""

from pathlib import Path

from filelock import Timeout

from analysis.errors import PapertidesError
from analysis.runs.atomic_folder import remove_folder
from analysis.runs.backtest_file import backtest_path
from analysis.runs.corrections.overlay import overlay_lock, overlay_path


def delete_run(path: Path) -> list[Path]:
    """Delete the run in the folder `path`, its corrections and backtest; return what was deleted.

    The run is removed atomically. Waits while somebody is correcting
    it. Raises PapertidesError where it cannot be deleted.
    """
    beside = [overlay_path(path), backtest_path(path)]
    lock = overlay_lock(path)
    try:
        with lock:
            deleted = [path, *(file for file in beside if file.exists())]
            remove_folder(path)
            for file in beside:
                file.unlink(missing_ok=True)
        Path(lock.lock_file).unlink(missing_ok=True)
    except Timeout as error:
        raise PapertidesError(
            f"Another program is correcting the run {path.name}. Nothing was deleted; try again "
            "later."
        ) from error
    except OSError as error:
        raise PapertidesError(f"{path} cannot be deleted: {error.strerror}.") from error
    return deleted
