import { ok } from "node:assert/strict";
import { jointRules } from "../../../lib/portfolio/limits/catalogue.ts";
import { checkLimits } from "../../../lib/portfolio/limits/check_limits.ts";
import { HEDGE_RULE, SECTOR_RULES } from "../../../lib/portfolio/limits/exposure_limits.ts";
import { limitName } from "../../../lib/portfolio/limits/limit_id.ts";
import { measure } from "../../../lib/portfolio/limits/limit_rule.ts";
import { DEFAULT_LIMITS, type Limits } from "../../../lib/portfolio/limits/limits.ts";

Deno.test("measure() reads each limit as one would by hand", () => {
  // Long 0.3 + 0.2, short 0.1, hedge −0.25; betas 1.2, 1, 0.5.
  const book = {
    sectors: ["XLK", "XLE", "XLU"] as const,
    weights: [0.3, 0.2, -0.1],
    betas: [1.2, 1, 0.5],
    hedge: -0.25,
  };
  const near = (accounting: Limits["accounting"], expected: readonly number[]) => {
    const limits = { ...DEFAULT_LIMITS, accounting };
    [...jointRules(DEFAULT_LIMITS), SECTOR_RULES.XLK, SECTOR_RULES.XLU, HEDGE_RULE].forEach(
      (rule, k) => {
        const value = measure(rule, book, limits);
        ok(Math.abs(value - expected[k]) < 1e-15, `${accounting} ${limitName(rule.id)}: ${value}`);
      },
    );
  };
  //               gross long  short net    cluster beta  XLK  XLU  hedge
  near("full", [0.85, 0.5, 0.35, 0.15, 0.3, 0.26, 0.3, 0.1, 0.25]);
  near("counted", [0.85, 0.5, 0.1, 0.4, 0.3, 0.26, 0.3, 0.1, 0.25]);
  near("free", [0.6, 0.5, 0.1, 0.4, 0.3, 0.26, 0.3, 0.1, 0.25]);
});

Deno.test("measure() reads a group of the reader's own, net or gross", () => {
  const coefficients = { XLE: 1, XLU: 2 };
  const limits = checkLimits({
    groups: [
      { name: "net group", coefficients, hedge: 1, max: 1 },
      { name: "gross group", coefficients, hedge: 1, measure: "gross", max: 1 },
    ],
  });
  const book = {
    sectors: ["XLE", "XLU"] as const,
    weights: [0.2, -0.1],
    betas: [1, NaN],
    hedge: -0.3,
  };
  const [net, gross] = jointRules(limits).slice(-2).map((rule) => measure(rule, book, limits));
  ok(Math.abs(net - (0.2 - 0.2 - 0.3)) < 1e-15);
  ok(Math.abs(gross - (0.2 + 0.2 + 0.3)) < 1e-15);
});
