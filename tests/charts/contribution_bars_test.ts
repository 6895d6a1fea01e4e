import { contributionBars, contributionBarsTitle } from "lab/charts";
import { randomStream } from "lab/stats";
import { equal, match, ok, throws } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

const parts = [
  { label: "Energy", risk: 0.031, beta: -0.12 },
  { label: "Technology", risk: -0.004, beta: 0.4 },
  { label: "Utilities", risk: 0, beta: 0 },
];

const hedge = { label: "Hedge", risk: 0.002, beta: -0.26 };

figureTests({ contribution_bars: () => contributionBars(parts, { hedge, source }) });

Deno.test("contributionBarsTitle() names the largest and states both sums, over 200 books", () => {
  for (let seed = 0; seed < 200; seed++) {
    const stream = randomStream(seed);
    const rows = Array.from({ length: 2 + stream.integer(11) }, (_, i) => ({
      label: `name${i}`,
      risk: 0.01 * (0.5 + stream.normal()),
      beta: 0.1 * stream.normal(),
    }));
    const title = contributionBarsTitle(rows);
    const sum = (of: "risk" | "beta") => rows.reduce((total, row) => total + row[of], 0);
    const stated = Number(title.match(/a beta of (\S+)$/)![1].replace("−", "-"));
    ok(Math.abs(stated - sum("beta")) <= 0.005 + 1e-9, title);
    const most = rows.reduce((best, row) => row.risk > best.risk ? row : best);
    if (most.risk < 5e-5) match(title, /^Nobody adds risk;/);
    else {
      ok(title.startsWith(most.label), title);
      const [part, whole] = [...title.matchAll(/(−?[\d.]+) (?:points|%)/g)]
        .map(([, value]) => Number(value.replace("−", "-")));
      ok(Math.abs(part - 100 * most.risk) <= 0.05 + 1e-9, title);
      ok(Math.abs(whole - 100 * sum("risk")) <= 0.05 + 1e-9, title);
    }
  }
  const tie = [{ label: "a", risk: 0.02, beta: 0 }, { label: "b", risk: 0.02, beta: 0 }];
  equal(
    contributionBarsTitle(tie),
    "a and b add the most risk, 2.0 points each; all sum to a volatility of 4.0 % and a beta of 0.00",
  );
});

Deno.test("contributionBars() refuses no rows and a part that is no number", () => {
  throws(() => contributionBars([], { source }), /need at least one row, got none/);
  throws(
    () => contributionBars([{ label: "Energy", risk: NaN, beta: 0 }], { source }),
    /Energy needs finite parts, got NaN and 0/,
  );
  throws(
    () => contributionBars(parts, { hedge: { ...hedge, beta: Infinity }, source }),
    /Hedge needs finite parts, got 0.002 and Infinity/,
  );
});
