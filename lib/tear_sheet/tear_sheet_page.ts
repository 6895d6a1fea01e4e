import { escaped, FONTS } from "../charts/mod.ts";
import type { TearSheet } from "./tear_sheet.ts";

/**
 * A tear sheet as one HTML page: no network, no script; follows its reader's theme, prints on white.
 *
 * @param sheet From `tearSheet`.
 * @returns The text of the file.
 *
 * @example
 * ```ts
 * import { tearSheet, tearSheetPage } from "lab/tear_sheet";
 * import { equal, match } from "node:assert/strict";
 *
 * const page = tearSheetPage(tearSheet({
 *   title: "Three weeks",
 *   source: "Source: simulated, seed 7.",
 *   periods: "weeks",
 *   periodsPerYear: 52,
 *   days: ["2020-01-03", "2020-01-10", "2020-01-17"],
 *   net: [0.01, -0.02, 0.03],
 * }));
 * match(page, /^<!doctype html>/);
 * equal(page.includes("<script"), false);
 * ```
 */
export function tearSheetPage(sheet: TearSheet): string {
  const style = `:root{color-scheme:light dark;--lab-ground:#ffffff;color:#1f2328}` +
    `@media (prefers-color-scheme:dark){:root{--lab-ground:#161b22;color:#e6edf3}}` +
    `body{margin:0 auto;padding:24px 16px 48px;max-width:1000px;background:var(--lab-ground);` +
    `font-family:${FONTS}}` +
    // The drawing inside the page knows the page's colours; its copy for untrusted notebooks is
    // not needed here.
    `.lab-live{display:block}.lab-still{display:none}` +
    `@media print{:root{color-scheme:light;--lab-ground:#ffffff;color:#000}` +
    `body{padding:0;max-width:none}figure,tr{break-inside:avoid}caption{break-after:avoid}` +
    `div{overflow:visible!important}@page{margin:14mm}}`;
  // The image that stands in for each drawing in an untrusted notebook would only double the file.
  const body = sheet.html().replace(/<img class="lab-still"[^>]*>/g, "")
    .replace(/(<div class="lab-live") hidden="hidden"/g, "$1");
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width,initial-scale=1">` +
    `<title>${escaped(sheet.title)}</title><style>${style}</style></head>` +
    `<body><main>${body}</main></body></html>\n`;
}
