"""Malicious parts of SVG files: styles, style sheets and elements that would fetch `x.org`, or hide that they do."""

STYLES = [
    "fill:URL(http://x.org/a.svg#b)", "fill:Url('//x.org')", "fill:u\\72l(//x.org)", "fill:\\75 rl(//x.org)",
    "fill:url/**/(//x.org)", "fill:url(/**/#a)", "background:image-set('x.org/a.png' 1x)",
    "background:-webkit-image-set(url(x.org) 1x)", "fill:src('x.org')", "fill:var(--x)", "--x:url(x.org);fill:var(--x)",
    "fill:expression(alert(1))", "behavior:url(x.org)", "-moz-binding:url(x.org)", "cursor:url(x.org),auto",
    "mask-image:url(x.org)", "mask:url(x.org#a)", "filter:url(x.org#a) blur(2px)", "clip-path:url(' #a')",
    "fill:url(#a", "fill:url(\"#a", "fill:element(#a)", "fill:cross-fade(url(x.org),red)", "fill:attr(data-x url)",
    "font-family:'http://x.org'", "font-family:x.org\\,url(x)", "fill:red;@import 'x.org';stroke:red",
    "fill:rgb(1,2,url(x.org))", "fill:rgb(@import)", "fill:red/*x.org*/", "fill:red}@import url(x.org);a{",
    "list-style:url(x.org)", "fill:url(data:image/svg+xml;base64,PHN2Zy8+)", "fill:{url(x.org)}", "fill:\\d800 ",
    "fill:url(#a) url(x.org)", "fill:#r\\65 d", "width:calc(1px + (2px * 3))", "fill:red !ie", "fill:1e999px",
    "fill:light-dark(url(x.org), red)", "d:path('M0 0')", "content:url(x.org)", "offset-path:url(x.org)",
    "fill:url(#a x.org)", "fill:url(\ufeff//x.org)", "stroke-width:" + "9" * 5000, "fill:u+?????", "fill:<!--url(x.org)-->",
]  # fmt: skip
SHEETS = [
    "@IMPORT 'x.org';", "@\\69mport url(x.org);", "@import/**/'x.org';", "@/**/import 'x.org';", "@charset 'x.org';",
    "@font-face{font-family:a;src:local(a),url(x.org)}", "@namespace url(x.org);", "@media all{@import 'x.org'}",
    "@supports (a:url(x.org)){.a{fill:red}}", "@layer a{.b{fill:url(x.org)}}", "@page{background:url(x.org)}",
    "@keyframes a{from{fill:url(x.org)}}", "@property --a{syntax:'<url>';initial-value:url(x.org)}",
    ".a[href='http://x.org']{fill:red}", ".a{fill:red;b{fill:url(x.org)}}", ".a{@import 'x.org';fill:red}",
    "a:has(url(x.org)){fill:red}", ".a\\3a b{fill:red}", ".a{fill:red", ".a{fill:url(x.org",
    "</style><script>x.org</script><style>",
    "<![CDATA[@import 'x.org';]]>", "<!--@import 'x.org';-->", "--> @import 'x.org'; <!--", "a/**/b{fill:red}",
    "svg|a{fill:red}", ":nth-child(2n+1 of url(x.org)){fill:red}", "{}@import 'x.org';", ";@import 'x.org';{fill:url(x)}",
]  # fmt: skip

UNKNOWN = {
    "an element without a namespace": '<rect xmlns="" width="5"/><style xmlns="">@import "x.org"</style>',
    "a look-alike of another namespace": '<v:image xmlns:v="http://x.org" v:href="x.org"/><h:style xmlns:h="http://x.org"/>',
    "a base for addresses": '<g xml:base="http://x.org/"><use href="#r"/></g>',
    "a link of another namespace": '<g xmlns:y="http://x.org/1999/xlink" y:href="x.org"/>',
    "an animation of a link": '<use xlink:href="#r"><set attributeName="xlink:href" to="x.org#a"/><animate to="x.org"/></use>',
    "animation of every kind": '<animateMotion path="x.org"/><animateTransform to="x.org"/><mpath href="x.org"/><discard/>',
    "sound and film": '<audio src="x.org"/><video href="x.org"/><canvas/><iframe src="x.org"/><embed src="x.org"/>',
    "a colour profile and a font": "<color-profile xlink:href='x.org'/><font-face-uri xlink:href='x.org'/>",
    "a page that a switch offers": '<switch><foreignObject requiredExtensions="x.org"/><g requiredExtensions="x.org"/></switch>',
    "a listener": '<g onclick="x.org"/><handler>x.org</handler><listener xmlns="http://x.org"/>',
    "an instruction inside": '<g><?xml-stylesheet href="http://x.org"?></g>',
    "words where none are drawn": "<g>x.org<path/>x.org</g><script>x.org</script>x.org",
    "a program to edit it": '<g content="x.org" role="x.org" aria-label="x.org" data-z="x.org" zzz="x.org"/>',
}  # fmt: skip
