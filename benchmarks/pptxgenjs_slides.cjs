// Creates the benchmark's slides with PptxGenJS: node pptxgenjs_slides.cjs SLIDES.json OUT.pptx (NODE_PATH names its folder).
const { readFileSync } = require("node:fs");
const PptxGenJS = require("pptxgenjs");

const [, , input, output] = process.argv;
const deck = new PptxGenJS();
deck.layout = "LAYOUT_WIDE";
for (const [title, rows] of JSON.parse(readFileSync(input, "utf8"))) {
  const slide = deck.addSlide();
  slide.addText(title, { x: 0.6, y: 0.45, w: 12.1, h: 0.8, fontSize: 28, bold: true });
  const cells = rows.map((row, n) => row.map((text) => ({ text, options: { bold: n === 0 } })));
  slide.addTable(cells, { x: 0.6, y: 1.6, w: 12.1, fontSize: 12, border: { type: "solid", pt: 0.5, color: "C8CCD1" } });
}
deck.writeFile({ fileName: output });
