"""How far a delivered file may expand before it is refused: a small file must not fill the disk or the memory."""

from dataclasses import dataclass

GIBIBYTE = 1 << 30


@dataclass(frozen=True)
class Limits:
    """The stated limits; tests set smaller ones."""

    expanded_bytes: int = 20 * GIBIBYTE  # of a .csv.gz or a Parquet file, once decompressed
    ratio: int = 500  # expanded to compressed; honest text reaches about 100, a bomb 1000
    ratio_counts_from: int = 64 << 20  # below this many expanded bytes the ratio does not matter
    record_bytes: int = 8 << 20  # of one CSV record
    header_bytes: int = 1 << 20
    empty_lines: int = 1_000_000


LIMITS = Limits()
