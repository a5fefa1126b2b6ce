"""The errors a user can cause or must act on: one class per exit code of the command line.

The text of each is one sentence for the user, without a traceback and without a value of a secret column.
Errors of the program itself (bugs) are not wrapped in these. They are named after what happened, hence the N818 marks.
"""


class CarbonError(Exception):
    """Something the user can put right; ``str(error)`` is the sentence that says how."""

    exit_code = 2


class WrongUse(CarbonError):  # noqa: N818
    """A wrong argument, or a home, landing folder, key or setting that cannot be used."""

    exit_code = 2


class GateFailed(CarbonError):  # noqa: N818
    """A quality gate stopped the run; nothing was published."""

    exit_code = 1


class HomeBusy(CarbonError):  # noqa: N818
    """Another run holds the home."""

    exit_code = 3


class OutOfResources(CarbonError):  # noqa: N818
    """Disk or memory gave out; what was published before is untouched."""

    exit_code = 4
