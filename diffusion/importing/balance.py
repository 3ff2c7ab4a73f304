"""Counts what stood in a file, and what became of it: nothing appears, nothing vanishes."""

from dataclasses import dataclass, field


@dataclass
class Balance:
    """What stood in a file, and what became of it.

    Attributes
    ----------
    in_file, kept : int
    left_out : dict of str to int
        How many for each reason.
    """

    in_file: int = 0
    kept: int = 0
    left_out: dict[str, int] = field(default_factory=dict)

    def leave_out(self, reason: str, n: int) -> None:
        """Count what was left out."""
        if n:
            self.left_out[reason] = self.left_out.get(reason, 0) + int(n)

    def check(self, what: str) -> None:
        """Make sure that nothing has appeared or vanished.

        Raises
        ------
        AssertionError
            If what stood in the file is not what was kept and left out.
        """
        told = self.kept + sum(self.left_out.values())
        if self.in_file != told:
            raise AssertionError(f"{what}: {self.in_file} in the file, {told} told")
