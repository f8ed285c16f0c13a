"""Dots in the colour of a theme."""

import base64


def dot_image(colour: str) -> str:
    """A dot as a picture in Markdown, for a label."""
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 12">'
        f'<circle cx="6" cy="6" r="4.5" fill="{colour}"/></svg>'
    )
    return f"![](data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()})"
