import { bookAndLimits } from "lab/charts";
import { ok } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

// A few rows a chart: enough for every branch of its drawing, few enough to read the markup.
const bars = [
  { label: "Materials", weight: 0 },
  { label: "Energy", weight: -0.3 },
  { label: "Health care", weight: 0.26 },
];

figureTests({
  book_and_limits: () =>
    bookAndLimits(
      [{ label: "Communication", weight: 0, note: "closed" }, ...bars],
      [
        { label: "gross", used: 1, slack: "0.0 points", binds: true, shadowPrice: -0.014 },
        { label: "net", used: 0.35, slack: "13.0 points", binds: false },
        { label: "beta", used: 1.4, slack: "0.020", binds: true },
      ],
      { hedge: { label: "Hedge", weight: -0.17 }, cap: 0.3, source },
    ),
});

Deno.test("bookAndLimits() leaves air between a long bar's label and the names of the limits", () => {
  const gauge = { used: 0.5, slack: "25.0 points", binds: false };
  const chart = bookAndLimits(
    [{ label: "Energy", weight: 0.3 }],
    [{ label: "cluster XLK+XLC+XLY", ...gauge }],
    { cap: 0.3, source },
  ).html();
  const xOf = (words: string) =>
    Number(
      new RegExp(`<text transform="translate\\(([\\d.]+),[\\d.]+\\)"[^>]*>${words}`).exec(
        chart,
      )![1],
    );
  // A letter of these labels is 7 to 7.4 pixels wide; the one begins five pixels beyond its bar.
  const name = "cluster XLK+XLC+XLY", label = "+30.0 %";
  const end = xOf("\\+30\\.0 %") + 5 + 7.4 * label.length;
  const start = xOf("cluster XLK\\+XLC\\+XLY") - 7 * name.length;
  ok(start - end > 12, `${start - end} pixels between them`);
});
