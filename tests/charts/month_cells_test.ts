import { monthCells } from "lab/charts";
import { match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const months = [0.012, -0.034, 0.0002, undefined, 0.051, -0.004].map((value, i) => ({
  month: `202${i < 3 ? 1 : 2}-0${i + 1}`,
  value,
}));

figureTests({ month_cells: () => monthCells(months, { source }) });

Deno.test("monthCells() shows a month without a return as a dash, not as zero", () => {
  const html = monthCells([{ month: "2021-03", value: undefined }], { source }).html();
  match(html, />–<\/text>/);
});
