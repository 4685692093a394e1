"""Cards, placards and print runs: values in, PDF bytes out.

- ``BadgeFace``, ``LinePill``: what one badge says.
- ``sheet``, ``names``, ``Sheet``: stock and sheet formats, as data.
- ``press``, ``press_part``, ``Landing``, ``Calibration``: the press and where each badge landed.
- ``read_back``, ``check``, ``Seen``: every symbol read again from the rendered page.
- ``letter``: the commendation letter.

Lengths are mm, text sizes too; nothing here knows the web, the database or the settings.
"""
