"""Texts that somebody else wrote to steer a terminal, a page or a reader (security design §2.4): ``hostile.json``, by family."""

import json
from collections.abc import Mapping
from pathlib import Path

FAMILIES: Mapping[str, list[str]] = json.loads((Path(__file__).parent / "hostile.json").read_text(encoding="utf-8"))
_BIDI = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_ZERO_WIDTH = [0x00AD, 0x034F, 0x180E, *range(0x200B, 0x200E), *range(0x2060, 0x2065), 0xFEFF, 0xFFF9, 0xFFFE, 0xE0041]
_SEPARATORS = [0x2028, 0x2029]
_SURROGATES = [0xD800, 0xDBFF, 0xDC00, 0xDFFF]
_C0 = [code for code in range(0x20) if code not in (0x09, 0x0A)]
_C1 = list(range(0x7F, 0xA0))

SEQUENCES = tuple(text for family in ("CSI", "OSC title", "OSC hyperlink", "OSC clipboard", "DCS", "8-bit C1") for text in FAMILIES[family])
HIDDEN = tuple(f"ab{chr(code)}cd" for code in (*_C0, *_C1, *_BIDI, *_ZERO_WIDTH, *_SEPARATORS, *_SURROGATES))
"""Every character that is hidden by itself, between others."""
WRITTEN = tuple(dict.fromkeys(text for texts in FAMILIES.values() for text in texts))
CORPUS = (*WRITTEN, *HIDDEN, "x" * 1_000_000)
