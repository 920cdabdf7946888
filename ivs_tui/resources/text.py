"""Text from the API made safe to print and exact to measure on a terminal."""

import unicodedata
from typing import Literal

from rich.cells import cell_len, get_character_cell_size, set_cell_size

_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
_MARK_CATEGORIES = frozenset({"Me", "Mn"})

# Letters, marks and symbols by category, but blank, or such that terminals disagree on their width.
_HIDDEN_CHARACTERS = frozenset(
    map(
        chr,
        (
            0x034F,  # combining grapheme joiner
            *(0x115F, 0x1160, 0x3164, 0xFFA0),  # Hangul fillers
            *(0x17B4, 0x17B5),  # Khmer inherent vowels
            *(0x180B, 0x180C, 0x180D, 0x180F),  # Mongolian variation selectors
            *range(0xFE00, 0xFE10),  # variation selectors
            *range(0xE0100, 0xE01F0),  # variation selectors, supplement
            *range(0x1F1E6, 0x1F200),  # the letters that pair into flags
            *range(0x1F3FB, 0x1F400),  # emoji skin tones
        ),
    )
)

_LEAST_ENDS = 8
"""Cells from which two ends tell more than one beginning."""


def visible(text: str, *, ascii_only: bool = False, limit: int = 500) -> str:
    """Show every character that would move, hide or reorder others, in at most `limit` characters.

    C0 controls become control pictures (`␛`), other such characters `<U+202E>`; of combining marks
    one a base character is kept. Under `ascii_only`, all of these and all else beyond ASCII become
    `\\x1b`, `\\u4e2d` or `\\U0001f600`. No limit is too small: 0 gives nothing.
    """
    if len(text) <= limit and text.isascii() and text.isprintable():
        return text
    # Each character gives at least one, so no more than these can matter.
    start = text[: max(limit, 0) + 1]
    pieces = [_escaped(char) for char in start] if ascii_only else _pieces(start)
    return _limited(pieces, max(limit, 0), "..." if ascii_only else "…")


def in_full(text: str, *, ascii_only: bool = False) -> str:
    """The same, of whatever length."""
    # The longest that is shown for one character is `\U0001f600`.
    return visible(text, ascii_only=ascii_only, limit=10 * len(text))


def fit(
    text: str, width: int, align: Literal["left", "right"] = "left", *, ellipsis: str = "…"
) -> str:
    """Crop or pad `text`, as `visible` returns it, to exactly `width` terminal cells.

    A wide character at the cut gives way to a space; text that is too long is cut at its end,
    however it is aligned.
    """
    width = max(width, 0)
    plain = text.isascii() and text.isprintable()
    size = len(text) if plain else cell_len(text)
    if size <= width:
        padding = " " * (width - size)
        return padding + text if align == "right" else text + padding
    room = width - cell_len(ellipsis)
    if room < 0:
        return set_cell_size(ellipsis, width)
    return (text[:room] if plain else set_cell_size(text, room)) + ellipsis


def fit_ends(text: str, width: int, *, ellipsis: str = "…") -> str:
    """As `fit`, but of plain text that is too long the end stays too, and the middle is cut."""
    room = width - cell_len(ellipsis)
    if len(text) <= width or room < _LEAST_ENDS or not (text.isascii() and text.isprintable()):
        return fit(text, width, ellipsis=ellipsis)
    tail = room * 2 // 5
    return text[: room - tail] + ellipsis + text[-tail:]


def _pieces(text: str) -> list[str]:
    pieces = []
    takes_mark = False
    for char in text:
        shown = not _is_hidden(char)
        if shown and _is_mark(char):
            shown, takes_mark = takes_mark, False
        else:
            takes_mark = shown
        pieces.append(char if shown else _picture(char))
    return pieces


def _is_hidden(char: str) -> bool:
    return char in _HIDDEN_CHARACTERS or unicodedata.category(char) in _HIDDEN_CATEGORIES


def _is_mark(char: str) -> bool:
    # Some letters and spacing marks take no cell of their own either, such as medial Hangul.
    return unicodedata.category(char) in _MARK_CATEGORIES or get_character_cell_size(char) == 0


def _picture(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"<U+{code:04X}>"


def _escaped(char: str) -> str:
    if " " <= char <= "~":
        return char
    code = ord(char)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _limited(pieces: list[str], limit: int, ellipsis: str) -> str:
    """Cut between pieces, so that no escape is ever shown in half."""
    size = sum(map(len, pieces))
    if size <= limit:
        return "".join(pieces)
    while pieces and size + len(ellipsis) > limit:
        size -= len(pieces.pop())
    return "".join(pieces) + ellipsis[:limit]
