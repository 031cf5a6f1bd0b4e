"""brat's standoff format: a folder of `.txt` and `.ann` files, with its configuration.

`names` maps labels and document ids to names that brat and file systems accept; `reader` and
`writer` use it.
"""
