"""Slides that others made: a .pptx and the number of a slide in, its shapes as a deck carries them out.

`opening` refuses what is no presentation; `fallbacks` replaces what only some programs draw; the cleaning is that of templates;
`reading` states on each shape what it inherits from layout, master and theme; `fitting` maps colours and fonts to those of a
brand.
"""
