import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { InfeasibleError } from "../../../lib/errors.ts";
import { fitBook } from "../../../lib/portfolio/fit_book.ts";
import { DEFAULT_LIMITS, type Limits } from "../../../lib/portfolio/limits/limits.ts";
import { mandateLimits, MANDATES } from "../../../lib/portfolio/limits/mandates.ts";
import { mandateRows } from "../../../lib/portfolio/limits/mandate_rows.ts";
import { SOAK } from "../../soak.ts";
import { draws } from "../draws.ts";
import { randomViews } from "../track_by_quadprog.ts";

Deno.test("mandateLimits() takes a name, or what differs from one", () => {
  equal(mandateLimits(), DEFAULT_LIMITS);
  equal(mandateLimits("lab"), DEFAULT_LIMITS);
  equal(mandateLimits("cautious").gross, 0.8);
  equal(mandateLimits({ side: 0.55 }).sector, 0.3);
  const { side, sector, turnover } = mandateLimits({ from: "cautious", side: 0.4, turnover: null });
  deepEqual([side, sector, turnover], [0.4, 0.15, null]);
});

Deno.test("mandateLimits() refuses a mandate, a limit or a figure that is none", () => {
  throws(
    () => mandateLimits("bold"),
    /there is no mandate "bold"; the mandates are lab, cautious, pr/,
  );
  throws(() => mandateLimits({ from: "cautious", side: 60 }), /for 60 % write 0.6/);
  throws(() => mandateLimits({ sides: 1 } as Partial<Limits>), /there is no limit "sides"/);
  for (const none of [null, 3, []]) {
    const message = /need the name of a mandate, or an object with limits, got/;
    throws(() => mandateLimits(none as unknown as string), { name: "TypeError", message });
  }
  const groups = [{ name: "odd", coefficients: {}, min: 1, max: 0 }];
  throws(() => mandateLimits({ groups }), InfeasibleError);
});

Deno.test("each shipped mandate says whom it is for, and can be met by any views", () => {
  for (const { name, sentence, limits } of MANDATES) {
    match(sentence, /^For .*\.$/);
    equal(mandateLimits(name), limits);
    let full = 0;
    const count = SOAK ? 10_000 : 1_000;
    for (let seed = 0; seed < count; seed++) {
      const book = fitBook({ ...randomViews(draws(`${name} ${seed}`)), limits });
      ok(["full", "reduced", "cash"].includes(book.status), `${name} ${seed} ${book.status}`);
      for (const limit of book.readings) ok(limit.slack >= -1.01e-9, `${name} ${limit.sentence}`);
      if (book.status === "full") full++;
    }
    ok(full > 0.6 * count, `${name} reaches its gross in ${full} of ${count}`);
  }
});

Deno.test("mandateRows() shows every limit with its figure, unit and sentence", () => {
  const rows = mandateRows(DEFAULT_LIMITS);
  deepEqual(
    rows.map(({ name, figure }) => `${name}: ${figure}`),
    [
      "gross: 100 %",
      "reach: 1.5 / 1.1",
      "sector: 30 %",
      "side: 60 %",
      "net: ± 20 %",
      "cluster: 50 %",
      "beta: 0 ± 0.05",
      "hedge: 50 %",
      "turnover: 20 %",
      "minimum trade: 20 bp",
      "minimum holding: 7 days",
      "fund volume: 10 %",
      "fund assets: 10 %",
      "capital: 100 %",
    ],
  );
  ok(rows.every(({ sentence }) => /^[A-Z].*\.$/.test(sentence)));
  const extended = mandateRows(mandateLimits({
    names: { XLK: { long: 0.2, short: 0 } },
    styles: { size: { target: 0.05, max: 0.1 } },
    correlated: { max: 0.4, threshold: 0.7 },
    volatility: { max: 0.1 },
    groups: [{ name: "energy", coefficients: { XLE: 1 }, min: 0, max: 0.2 }],
    accounting: "none",
    turnover: null,
  }));
  deepEqual(
    extended.filter(({ name }) => !rows.some((row) => row.name === name))
      .map(({ name, figure, unit }) => `${name}: ${figure}, ${unit}`),
    [
      "sector XLK long: 20 %, share of equity",
      "sector XLK short: none, share of equity",
      "style size: 0.05 ± 0.1, loading",
      "correlated: 40 %, share of equity",
      "energy: at least 0, at most 0.2, sum",
      "volatility: 10 % a year, per year",
    ],
  );
  equal(extended.find(({ name }) => name === "hedge")!.figure, "none");
  equal(extended.find(({ name }) => name === "turnover")!.figure, "no budget");
});
