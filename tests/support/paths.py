"""Where the repository is, however deep a test lies."""

from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
CONTENT = ROOT / "content"
