import {
  hedgePath,
  inverseFundPath,
  relevelledPath,
  stressPnl,
  type StressWindow,
} from "lab/hedging";
import { day } from "lab/units";
import { equal, throws } from "node:assert/strict";

const fund = { exposure: -0.1, leverage: -2 } as const;

Deno.test("relevelledPath() and hedgePath() refuse a rule that they do not know", () => {
  const rule = (value: unknown) => ({ rule: value as never });
  throws(
    () => relevelledPath([0.01], { ...fund, ...rule({ kind: "weekly" }) }),
    /kind of the rule must be "none", "calendar" or "band", got "weekly"/,
  );
  throws(() => relevelledPath([0.01], { ...fund, ...rule("band") }), /the rule must be an object/);
  throws(
    () => relevelledPath([0.01], { ...fund, ...rule({ kind: "calendar", days: 5, band: 1 }) }),
    /the rule calendar has no "band"/,
  );
  throws(
    () => hedgePath([0.2, 0.3], rule({ kind: "band", band: 0.05 })),
    /kind of the rule must be "edge", "target" or "calendar", got "band"/,
  );
  throws(
    () => hedgePath([0.2, 0.3], rule({ kind: "edge", days: 5 })),
    /the rule edge has no "days"; it has kind and band/,
  );
  throws(() => hedgePath([0.2, 0.3], rule(null)), /the rule must be an object/);
});

Deno.test("a fee of 0.95 is a percentage, and a fee below zero is none", () => {
  const path = (feePerYear: number) => inverseFundPath([0.01], { leverage: -1, feePerYear });
  throws(
    () => path(0.95),
    /feePerYear must be a share of one from 0 to 0.1, 0.0095 for 0.95 %, got 0.95/,
  );
  throws(() => path(-0.01), /feePerYear must be a share/);
  throws(() => path(NaN), /feePerYear must be a share/);
  equal(path(0.1).length, 2);
  throws(() => path(0.1001), /feePerYear/);
  const rate = (ratePerYear: number) => inverseFundPath([0.01], { leverage: -1, ratePerYear });
  throws(() => rate(4), /ratePerYear must be a share of one within ±0.5, 0.04 for 4 %, got 4/);
  equal(rate(-0.01).length, 2);
});

Deno.test("nothing loses more than all of it: stressPnl() refuses such a shock", () => {
  const window = (market: number | undefined, XLK: number): StressWindow => ({
    name: "made up",
    kind: "crash",
    from: day("2020-01-02"),
    to: day("2020-01-10"),
    market,
    returns: { XLK },
    proxies: {},
  });
  const book = { sectors: ["XLK"] as const, weights: [0.2], hedge: -0.1 };
  for (const shock of [-1.5, -Infinity, Infinity, NaN]) {
    throws(
      () => stressPnl(window(-0.1, shock), book),
      /return of XLK in "made up" must be a finite/,
    );
    throws(() => stressPnl(window(shock, -0.1), book), /return of market in "made up"/);
  }
  equal(stressPnl(window(-1, -1), book).total, -0.1);
  equal(stressPnl(window(undefined, -0.1), book).total, undefined);
});
