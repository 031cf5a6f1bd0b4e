"""brat's standoff format: a folder of `.txt` and `.ann` files, with its configuration.

`names` maps labels and document ids to what brat and file systems take; `reader` and `writer`
use it.
"""
