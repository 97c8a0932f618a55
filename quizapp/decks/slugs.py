"""Slugs: the ids of imported decks and cards, made from their words."""

import re
from collections.abc import Iterable
from hashlib import blake2b
from unicodedata import combining, normalize

MAX_SLUG = 50
_ALIKE = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"}
)


def slug_of(name: str, otherwise: str) -> str:
    """Return a slug of the first words of a name.

    A name without Latin letters and digits gives `otherwise` and a hash of it.
    """
    plain = normalize("NFKD", name[: 8 * MAX_SLUG].casefold().translate(_ALIKE))
    letters = "".join(c for c in plain if not combining(c)).replace("'", "")
    words = re.findall("[a-z0-9]+", letters)
    slug = ""
    for word in words:
        if len(slug) + 1 + len(word) > MAX_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word
    if slug or words:
        return slug or words[0][:MAX_SLUG]
    digest = blake2b(name.encode(errors="replace"), digest_size=4).hexdigest()
    return f"{otherwise}-{digest}"


class Slugs:
    """Slugs that are taken, and a free one for each new name."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)
        self._next: dict[str, int] = {}

    def free(self, slug: str) -> str:
        """Take a slug, with a number if others have it."""
        number = self._next.get(slug, 1)
        name = slug if number == 1 else f"{slug}-{number}"
        while name in self._taken:
            number += 1
            name = f"{slug}-{number}"
        self._next[slug] = number + 1
        self._taken.add(name)
        return name
