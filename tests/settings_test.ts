import { deepEqual, equal, match, throws } from "node:assert/strict";
import { DataError } from "lab/errors";
import { DEFAULT_LIMITS } from "lab/portfolio";
import { settings, type SettingsInput } from "lab/settings";

Deno.test("settings() hold the lab's mandate where a file says nothing", () => {
  equal(settings().mandate, DEFAULT_LIMITS);
  equal(settings().confidence, "calibrated");
  deepEqual(Object.keys(settings().trading), [
    "shortSpdr",
    "impactCoefficient",
    "commissionUsd",
    "feeBps",
  ]);
});

Deno.test("settings() take a mandate by name, by limits, or as a named one with changes", () => {
  equal(settings({ mandate: "printed" }).mandate.beta.max, 0.1);
  const own = settings({ mandate: { volatility: { max: 0.08 }, turnover: null } }).mandate;
  deepEqual([own.volatility, own.turnover, own.sector], [{ max: 0.08 }, null, 0.3]);
  const from = settings({ mandate: { from: "cautious", advShare: 0.1 } }).mandate;
  deepEqual([from.advShare, from.fundShare], [0.1, 0.05]);
});

Deno.test("settings() name the field, its range, and the number that was meant", () => {
  const wrong: [unknown, RegExp][] = [
    [{ mandate: { side: 60 } }, /^Cannot read settings: mandate: .*side must be .* write 0.6$/],
    [{ mandate: { from: "bold" } }, /mandate: .* there is no mandate "bold"; the mandates are lab/],
    [{ mandate: 3 }, /mandate: need the name of a mandate, or an object with limits/],
    [{ mandate: null }, /mandate: need the name of a mandate/],
    [{ mandate: { volatility: { max: 12 } } }, /volatility max .* for 12 % write 0.12/],
    [{ mandate: { minimumTradeBps: 0.002 } }, /for the share 0.002 write 20/],
    // The old homes are no second names.
    [
      { limits: { side: 0.6 } },
      /Unrecognized key: "limits"; the fields are pillars, accountUsd, mandate,/,
    ],
    [
      { trading: { turnover: 0.1 } },
      /trading: Unrecognized key: "turnover"; the fields are shortSpdr, /,
    ],
    [{ accountUsd: -1 }, /accountUsd: .*>0/],
    [{ accountUsd: "100000" }, /accountUsd: .*number/],
  ];
  for (const [input, message] of wrong) {
    throws(() => settings(input as SettingsInput), (error: unknown) => {
      equal(error instanceof DataError, true);
      match((error as Error).message, message);
      return true;
    });
  }
});
