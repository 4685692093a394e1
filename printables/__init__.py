"""Cards, placards and print runs: values in, PDF bytes out.

Nothing is imported here, so that whoever asks for one thing loads no other:

- ``face``: what one badge says.
- ``sheets``, ``imposition``, ``calibration``: stock and sheet formats as data, and their places.
- ``press``: the press, and where each badge landed.
- ``reading``, ``rendering``: every symbol read again from the rendered page; pages as pictures.
- ``template``, ``own_templates``, ``template_rules``: what stands where, and what is refused.
- ``design``, ``designing``, ``logo``: what an organisation changes.
- ``letter``, ``certificate``: what praises an employee, on paper.
- ``handover``, ``slip``, ``report``, ``explanation``: lists and sheets of the desks.
- ``shaping``, ``fitting``, ``fonts``: Persian text, made ready to be drawn.
- ``errors``: what can go wrong.

Lengths are mm, text sizes too; nothing here knows the web, the database or the settings.
"""
