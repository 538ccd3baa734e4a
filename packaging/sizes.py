"""What is in the built folder, and whether it has grown too much."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from release import platform_tag

BUDGET_FILE = Path(__file__).with_name("size_budget.json")
TOLERANCE = 0.05
SHOWN = 30


@dataclass(frozen=True)
class Sizes:
    """Bytes: of each file by its path in the folder, links left out; and the sum."""

    files: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.files.values())

    def parts(self) -> Counter[str]:
        """Bytes by what a file belongs to: a package's folder, or else the program itself."""
        parts: Counter[str] = Counter()
        for path, size in self.files.items():
            folders = path.split("/")[:-1]
            inside = [
                name for name in folders if name not in ("_internal", "Contents", "Frameworks")
            ]
            parts[inside[0].removesuffix(".libs") if inside else "the program itself"] += size
        return parts


def measure(folder: Path) -> Sizes:
    return Sizes(
        {
            path.relative_to(folder).as_posix(): path.stat().st_size
            for path in folder.rglob("*")
            if path.is_file() and not path.is_symlink()
        }
    )


def print_table(sizes: Sizes) -> None:
    print(f"{'MB':>8}  part")
    for part, size in sizes.parts().most_common(12):
        print(f"{size / 1e6:8.1f}  {part}")
    print(f"{'MB':>8}  biggest files")
    for path, size in Counter(sizes.files).most_common(SHOWN):
        print(f"{size / 1e6:8.1f}  {path}")
    print(f"{sizes.total / 1e6:8.1f}  in all, {len(sizes.files):,} files", flush=True)


def check_budget(unpacked: int, packed: int | None) -> int:
    """Compare bytes with the platform's budget and print it; the exit code."""
    budget = json.loads(BUDGET_FILE.read_text("utf-8")).get(platform_tag())
    if budget is None:
        print(f"There is no size budget for {platform_tag()} in {BUDGET_FILE.name} yet.")
        return 0
    failed = False
    for name, size in (("unpacked", unpacked), ("packed", packed)):
        if size is None:
            continue
        allowed = budget[f"{name}_mb"] * (1 + TOLERANCE)
        too_big = is_over(size, budget[f"{name}_mb"])
        failed |= too_big
        print(
            f"{name}: {size / 1e6:.1f} MB, budget {budget[f'{name}_mb']} MB, at most "
            f"{allowed:.1f} MB{': TOO BIG. See the table above for what grew.' if too_big else ''}"
        )
    return int(failed)


def is_over(size: int, budget_mb: float) -> bool:
    """Whether `size` bytes are more than 5 % over the budget."""
    return size > budget_mb * 1e6 * (1 + TOLERANCE)
