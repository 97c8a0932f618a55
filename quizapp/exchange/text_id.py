"""Text as an id: for sources that give their cards none.

The same words give the same id, whatever their spaces and case; other words give
another one, as they do for a learner.
"""

from hashlib import blake2b

MAX_ID = 200
"""Characters of any id."""
_SHOWN = 40


def text_id(text: str) -> str:
    """Return the first words of a text, with a hash of all of them."""
    words = " ".join(text.casefold().split())
    digest = blake2b(words.encode(errors="replace"), digest_size=6).hexdigest()
    shown = "".join(c for c in words if c.isalnum() or c == " ")[:_SHOWN].strip()
    return f"{shown} {digest}".strip()


def short_id(id_: str) -> str:
    """Return the id of a source, with a hash for what no id here may have.

    That is what is too long, and characters that are not shown.
    """
    shown = "".join(character for character in id_ if character.isprintable())
    if shown == id_ and len(id_) <= MAX_ID:
        return id_
    digest = blake2b(id_.encode(errors="replace"), digest_size=6).hexdigest()
    return f"{shown[: MAX_ID - len(digest) - 1]} {digest}"
