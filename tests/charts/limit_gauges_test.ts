import { limitGauges, limitGaugesTitle } from "lab/charts";
import { equal, match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  limit_gauges_in_words: () =>
    limitGauges([
      {
        label: "cap on Energy",
        used: 1,
        slack: "0.0 points",
        binds: true,
        shadowPrice: 0.21,
        priceInWords: "One more point of this cap brings the book 0.002 nearer to the views.",
      },
      { label: "net", used: 0.35, slack: "13.0 points", binds: false },
    ], { source }),
  limit_gauges: () =>
    limitGauges([
      { label: "gross", used: 1, slack: "0.0 points", binds: true, shadowPrice: 0.21 },
      { label: "net", used: 0.35, slack: "13.0 points", binds: false },
      { label: "cluster", used: 1.1, slack: "5.0 points", binds: false },
    ], { source }),
});

Deno.test("limitGauges() draws the words of a price below its bar, and leaves the others as they were", () => {
  const row = { used: 1, slack: "0.0 points", binds: true, shadowPrice: 0.2 };
  const plain = [{ ...row, label: "a" }, { ...row, label: "b" }];
  const height = (rows: typeof plain) =>
    Number(limitGauges(rows, { source }).svg().match(/height="(\d+)"/)![1]);
  const worded = [{ ...plain[0], priceInWords: "One more point helps." }, plain[1]];
  equal(height(worded) - height(plain), 28);
  match(limitGauges(worded, { source }).svg(), />One more point helps\.<\/text>/);
});

Deno.test("limitGaugesTitle() counts what binds, and says first what is broken", () => {
  const row = { slack: "", used: 1 };
  const gauge = (label: string, binds: boolean, used = 1) => ({ ...row, label, binds, used });
  equal(limitGaugesTitle([gauge("a", true), gauge("b", true)]), "Two limits bind: a and b");
  equal(limitGaugesTitle([gauge("a", true), gauge("b", false, 1.2)]), "One limit is broken: b");
  equal(limitGaugesTitle([]), "No limit binds");
});
