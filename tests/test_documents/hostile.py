"""Texts that somebody else wrote to steer a terminal, a page or a reader (security design §2.4)."""

_BIDI = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_ZERO_WIDTH = [0x00AD, 0x034F, 0x180E, *range(0x200B, 0x200E), *range(0x2060, 0x2065), 0xFEFF, 0xFFF9, 0xFFFE, 0xE0041]
_SEPARATORS = [0x2028, 0x2029]
_SURROGATES = [0xD800, 0xDBFF, 0xDC00, 0xDFFF]
_C0 = [code for code in range(0x20) if code not in (0x09, 0x0A)]
_C1 = list(range(0x7F, 0xA0))

SEQUENCES = (
    "\x1b[31mred\x1b[0m",
    "\x1b[2J\x1b[1;1Hfake prompt>",
    "\x1b[8mhidden\x1b[28m",
    "\x1b]0;new title\x07",
    "\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\x1b]52;c;cm0gLXJmIC8=\x07",
    '\x1bP$q"p\x1b\\',
    "\x1bPpmhdump\x1b\\",
    "\x1b_apc\x1b\\",
    "\x1b^pm\x1b\\",
    "\x1bc",
    "\x1b(0lqk",
    "\x9b31mred",
    "\x9d0;title\x9c",
    "\x90q\x9c",
    "before\rafter",
    "over\x08\x08\x08\x08write",
    "bell\x07",
    "nul\x00nul",
    "form\x0cfeed",
)
MARKUP = (
    "[red]red[/red]",
    "[link=http://evil.example]x[/link]",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</pre></code></body>",
    "<!-- comment -->",
    "]]>",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "&lt;b&gt; &#x202e;",
    '"><svg onload=alert(1)>',
    "'; Remove-Item C:\\ -Recurse; '",
    "# heading",
    "## [ ] 1. Do this",
    "- item",
    "1. item",
    "> quote",
    "```powershell",
    "~~~",
    "a | b | c",
    "|---|",
    "**bold** __bold__ *i* _i_",
    "[text](http://evil.example)",
    "![image](http://evil.example/x.png)",
    "http://evil.example www.evil.example me@evil.example",
    "`code` ``more`` ```most```",
    "---",
    "===",
    "\\`\\*\\\\",
    "$(calc) %TEMP% ${x}",
)
HIDDEN = tuple(f"ab{chr(code)}cd" for code in (*_C0, *_C1, *_BIDI, *_ZERO_WIDTH, *_SEPARATORS, *_SURROGATES))
CORPUS = (*SEQUENCES, *MARKUP, *HIDDEN, "x" * 1_000_000, "two\r\nlines", "tab\there")
