import { FONTS } from "../charts/mod.ts";

/** Blue is long, vermillion short, as in every chart; a sign stands beside each. */
export const LONG = "#0072B2", SHORT = "#D55E00";

/**
 * The page's style: paper, so light alone.
 *
 * The sheet is as wide as the narrower and as tall as the shorter of A4 and Letter, less the margins, so
 * that one page fits on both: 190 mm of A4's 210, and 259 mm of Letter's 279. What cannot be cut to so
 * much room is not on the page (`memo_page.ts` counts rows); nothing is hidden by overflow.
 */
export const MEMO_STYLE = `:root{color-scheme:light;background:#fff;color:#000}` +
  `@page{margin:10mm}` +
  `*{box-sizing:border-box}` +
  `body{margin:0;overflow-wrap:anywhere;font-family:${FONTS};font-size:7.6pt;line-height:1.22;` +
  `-webkit-print-color-adjust:exact;print-color-adjust:exact}` +
  `main{width:190mm;margin:0 auto}` +
  `@media screen{body{padding:10mm 4mm;background:#e8e8e8}` +
  `main{background:#fff;padding:6mm;width:202mm}}` +
  `h1{font-size:13pt;margin:0;line-height:1.15}` +
  `h2{font-size:8.4pt;margin:0 0 .6mm;border-bottom:.3mm solid #000;padding-bottom:.3mm}` +
  `header{display:flex;justify-content:space-between;align-items:baseline;gap:4mm}` +
  `p{margin:0 0 .5mm}` +
  `.lead{font-size:8.2pt;margin:1mm 0 2mm}` +
  `.state{font-weight:700;text-align:right;width:95mm;min-width:0}` +
  `.two{display:grid;grid-template-columns:104mm 82mm;gap:0 4mm;align-items:start}` +
  `.half{grid-template-columns:93mm 93mm}` +
  `section{margin-bottom:1.7mm;break-inside:avoid;min-width:0}` +
  `table{border-collapse:collapse;width:100%;table-layout:fixed}` +
  `th{font-weight:600;text-align:left;vertical-align:bottom}` +
  `td,th{padding:.15mm 1.2mm .15mm 0;border-bottom:.1mm solid #bbb;vertical-align:top}` +
  `td.n,th.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}` +
  `td.w{white-space:nowrap}` +
  `svg{display:block}` +
  `ul{margin:0;padding:0 0 0 3mm}li{margin:0 0 .25mm;overflow-wrap:anywhere}` +
  `td{overflow-wrap:anywhere}` +
  `.more{color:#444;font-style:italic}` +
  `footer{font-size:6.4pt;color:#333;border-top:.3mm solid #000;padding-top:.7mm;` +
  `overflow-wrap:anywhere}` +
  `.sign{display:flex;gap:6mm;margin:1.5mm 0 1mm}.sign span{flex:1;border-top:.2mm solid #000;` +
  `padding-top:.4mm;color:#333}`;
