import { grossBars } from "lab/charts";
import { match } from "node:assert/strict";
import { figureTests } from "./figure_tests.ts";

const source = "Source: simulated, seed 7.";

figureTests({
  gross_bars: () =>
    grossBars([
      { label: "2", long: 0.5, short: 0.2, hedge: 0.3, cash: 0 },
      { label: "1", long: 0.3, short: 0, hedge: 0.25, cash: 0.45, allowed: 0.65 },
      { label: "0", long: 0, short: 0, hedge: 0, cash: 1 },
    ], { guess: { label: "1", cash: 0.3 }, source }),
});

Deno.test("grossBars() names the accounts that keep cash, all of them or none", () => {
  const full = { long: 0.6, short: 0.4, hedge: 0, cash: 0 };
  const title = (cash: readonly number[]) =>
    grossBars(cash.map((one, i) => ({ ...full, label: String(i), cash: one })), { source }).title;
  match(title([0, 0]), /^The whole gross is used whatever/);
  match(title([0.1, 0.2]), /^Part of the gross stays in cash whatever/);
  match(title([0, 0.2, 0.1]), /except with 1 and 2 sectors with a view$/);
});

Deno.test("grossBars() names the accounts whose cash the limits do not ask for", () => {
  const half = { long: 0.3, short: 0.2, hedge: 0, cash: 0.5 };
  const bars = [{ ...half, label: "2", allowed: 1 }, { ...half, label: "1", allowed: 0.6 }];
  match(grossBars(bars, { source }).title, /; the limits would allow it with 2$/);
});
