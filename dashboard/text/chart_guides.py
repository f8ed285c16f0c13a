"""How to read the charts of the field, in words."""

# The charts of the field as the screen and the address call them, and as the export does.
FIELD = {
    "places": "strategic_diagram",
    "flows": "theme_flows",
    "peaks": "theme_heatmap",
    "ranks": "theme_ranks",
}
_READING = {
    "places": (
        "Every point is a theme, as large as its papers are many. The further right, the more its "
        "papers are linked to papers of other themes; the higher up, the more alike its papers; "
        "the dotted lines halve the themes. Shaded is where a theme falls when papers are drawn "
        "anew, 95 times in 100. A tail leads from where a theme stood in the earlier half of the "
        "papers; chance alone draws one for fewer than one theme in twenty."
    ),
    "flows": (
        "Every block is a theme in one {period}, as high as its share of the papers. A band leads "
        "to the theme of the next {period} to which its papers are near. Grey is what the themes "
        "named exchange with all others."
    ),
    "peaks": (
        "Every row is a theme, every column a {period}, coloured by how many of that "
        "{period}’s papers the theme has. The themes that peaked first are on top; a dot "
        "marks each peak."
    ),
    "ranks": (
        "The themes by their papers in every {period}, the largest first. Where lines cross, one "
        "theme overtook another; small points are small shares, whose order means little."
    ),
}


def how_to_read(name: str, *, period: str) -> str:
    """What a chart of the field shows, in a few sentences; `period` is the length of its bins."""
    return _READING[name].format(period=period)
