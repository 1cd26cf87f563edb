"""The names allowed in a cleaned SVG: elements, attributes, style properties and functions that only draw.

Sources: SVG 2 (W3C Candidate Recommendation of 4 October 2018), chapters 5 to 14 and appendix G; Filter Effects 1;
CSS Masking 1; CSS Transforms 1; and further names of SVG 1.1. Animation, scripting, linking and `foreignObject` are excluded on
purpose.
"""

from __future__ import annotations


def _names(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


ELEMENTS = _names(
    "svg g defs symbol use a switch style image text tspan textPath path rect circle ellipse line polyline polygon",
    "clipPath mask marker filter linearGradient radialGradient stop pattern",
    "feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap",
    "feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode",
    "feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence",
)
"""Elements of the SVG namespace."""

PROPERTIES = _names(
    "alignment-baseline background background-color baseline-shift clip clip-path clip-rule color color-interpolation",
    "color-interpolation-filters color-profile color-rendering direction display dominant-baseline enable-background",
    "fill fill-opacity fill-rule filter flood-color flood-opacity font font-family font-feature-settings font-kerning",
    "font-size font-size-adjust font-stretch font-style font-synthesis font-variant font-variant-alternates",
    "font-variant-caps font-variant-east-asian font-variant-ligatures font-variant-numeric font-variant-position",
    "font-variation-settings font-weight glyph-orientation-horizontal glyph-orientation-vertical image-rendering",
    "isolation kerning letter-spacing lighting-color line-height marker marker-end marker-mid marker-start mask",
    "mask-type mix-blend-mode opacity overflow paint-order shape-rendering stop-color stop-opacity stroke",
    "stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width",
    "text-align text-anchor text-decoration text-decoration-color text-decoration-line text-decoration-style",
    "text-indent text-orientation text-overflow text-rendering text-transform transform transform-box",
    "transform-origin unicode-bidi vector-effect visibility white-space word-spacing writing-mode",
    "cx cy r rx ry x y width height",
)
"""Style properties, allowed in style sheets, in `style` and as attributes."""

ATTRIBUTES = PROPERTIES | _names(
    "version viewBox preserveAspectRatio d points pathLength x1 x2 y1 y2 fx fy fr dx dy rotate textLength lengthAdjust",
    "startOffset method spacing side gradientTransform gradientUnits spreadMethod offset patternTransform patternUnits",
    "patternContentUnits clipPathUnits maskUnits maskContentUnits markerUnits markerWidth markerHeight orient refX refY",
    "filterUnits primitiveUnits filterRes in in2 result type values stdDeviation edgeMode mode operator k1 k2 k3 k4",
    "order kernelMatrix divisor bias targetX targetY kernelUnitLength preserveAlpha scale xChannelSelector",
    "yChannelSelector surfaceScale diffuseConstant specularConstant specularExponent limitingConeAngle azimuth",
    "elevation pointsAtX pointsAtY pointsAtZ z baseFrequency numOctaves seed stitchTiles radius tableValues slope",
    "intercept amplitude exponent systemLanguage",
    "{http://www.w3.org/XML/1998/namespace}space {http://www.w3.org/XML/1998/namespace}lang",
)
"""Attributes with words, numbers, colours or functions as values; `id`, `class`, `style` and `href` are treated separately."""

_FUNCTIONS = _names(
    "rgb rgba hsl hsla hwb lab lch oklab oklch color icc-color device-cmyk calc rect inset circle ellipse polygon",
    "matrix translate translateX translateY scale scaleX scaleY rotate skew skewX skewY",
    "blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia",
)
FUNCTIONS = {name.lower(): name for name in _FUNCTIONS}
"""Functions in values, except `url(#…)`, by their names in lower case."""

PSEUDO_FUNCTIONS = _names(
    "not is where nth-child nth-last-child nth-of-type nth-last-of-type",
)
"""Functions in selectors."""

UNITS = _names(
    "px pt pc mm cm in q em ex ch rem vw vh vmin vmax deg grad rad turn",
)
"""Units of lengths and angles."""
