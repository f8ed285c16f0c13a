"""Colour arithmetic: OKLCH to hex, and contrast ratios.

OKLCH is lightness (0 to 1), chroma (0 to about 0.3) and hue in degrees, in which equal steps look
equal. Source of the matrices: B. Ottosson, A perceptual color space for image processing (2020).
"""

import math

Rgb = tuple[float, float, float]


def oklch(lightness: float, chroma: float, *, hue: float) -> str:
    """Hex code of an OKLCH colour, its chroma reduced to the sRGB gamut."""
    while chroma > 0:
        linear = _linear(lightness, chroma, hue=hue)
        if all(-1e-4 <= channel <= 1 + 1e-4 for channel in linear):
            break
        chroma -= 0.005
    return to_hex(_linear(lightness, max(chroma, 0.0), hue=hue))


def to_hex(linear: Rgb) -> str:
    """Hex code of linear red, green and blue, each 0 to 1."""
    return "#" + "".join(f"{round(255 * _gamma(min(max(c, 0.0), 1.0))):02x}" for c in linear)


def to_linear(colour: str) -> Rgb:
    """Linear red, green and blue of a hex colour."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return red, green, blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two hex colours as WCAG 2 defines it: 1 (none) to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def difference(one: str, other: str) -> float:
    """CIE 1976 colour difference of two hex colours; about 2 is just noticeable."""
    return math.dist(_lab(one), _lab(other))


def readable(colour: str, *, on: str, ratio: float = 4.5) -> str:
    """`colour`, darkened or lightened until its contrast to `on` is at least `ratio`."""
    target = 0.0 if _luminance(on) > 0.18 else 1.0
    mixed, linear = colour, to_linear(colour)
    for step in range(1, 21):
        if contrast(mixed, on) >= ratio:
            break
        red, green, blue = (channel + step / 20 * (target - channel) for channel in linear)
        mixed = to_hex((red, green, blue))
    return mixed


def faded(colour: str, opacity: float) -> str:
    """`colour` as a CSS colour of the given opacity, 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def _linear(lightness: float, chroma: float, *, hue: float) -> Rgb:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _lab(colour: str) -> Rgb:
    """CIE L*a*b* of a hex colour, for the white of D65."""
    red, green, blue = to_linear(colour)
    x, y, z = (
        _cube_root((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047),
        _cube_root(_luminance(colour)),
        _cube_root((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883),
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _cube_root(value: float) -> float:
    return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116


def _gamma(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    red, green, blue = to_linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
