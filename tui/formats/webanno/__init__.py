"""WebAnno TSV 3.3, which INCEpTION and WebAnno import and export: tokens, layers and relations.

`cells` has the escapes and the form of cells; `reader` and `writer` use it. The format is
described in INCEpTION's user guide. Offsets count UTF-16 units, as Java does.
"""
