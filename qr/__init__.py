"""Signed payloads and the symbols that carry them: values in, values or bytes out.

Files, from the small to the whole:

- ``errors``: the tree of what can be refused.
- ``key_ring``: the keys that sign and verify, their rotation and their JSON.
- ``base32``: Crockford base 32 of 16 bytes, one spelling only.
- ``payload``: the signed token, its URL, and how long a host may be.
- ``damm``: the check digit under every number a person types.
- ``codes``: typed codes, tracking codes and receipts.
- ``fit``: the smallest version and the highest level that hold a text.
- ``placement``: where ISO/IEC 18004 puts each bit of a symbol.
- ``masks``: the eight masks and the format bits that name them.
- ``penalty``: what makes a mask better than another.
- ``symbol``: text to symbol, one at a time or in batches.
- ``render``: rectangles, SVG, PNG, and modules measured in printer dots.

No Flask, no SQL, no settings, no clock and no files here.
"""
