"""The generated parts of the documentation's pages.

A part is between `<!-- made by TARGET: NAME -->` and `<!-- end of NAME -->`.
"""


def replace_part(text: str, name: str, content: str, by: str = "make docs") -> str:
    """Return the page with other content between the marks of a part.

    Raises ValueError if the page lacks the marks.
    """
    opening, closing = f"<!-- made by {by}: {name} -->\n", f"<!-- end of {name} -->"
    start, end = text.index(opening) + len(opening), text.index(closing)
    return f"{text[:start]}\n{content.strip()}\n\n{text[end:]}"
