import { deepEqual, ok, throws } from "node:assert/strict";
import { InfeasibleError } from "../../../lib/errors.ts";
import { checkLimits } from "../../../lib/portfolio/limits/check_limits.ts";
import { DEFAULT_LIMITS, type Limits } from "../../../lib/portfolio/limits/limits.ts";

Deno.test("checkLimits() fills in the mandate's figures", () => {
  const { gross, sector, side, net, hedge } = checkLimits({ side: 0.55 });
  deepEqual([gross, sector, side, net, hedge], [1, 0.3, 0.55, 0.2, 0.5]);
  deepEqual(checkLimits(), DEFAULT_LIMITS);
});

Deno.test("checkLimits() recognises a percentage where a share belongs", () => {
  throws(() => checkLimits({ side: 60 }), /side must be .* \[0, 3\], got 60; for 60 % write 0.6$/);
  throws(() => checkLimits({ sector: 30 }), /sector cap .* \(0, 1\], got 30; for 30 % write 0.3$/);
  throws(() => checkLimits({ net: 20 }), /for 20 % write 0.2/);
  throws(() => checkLimits({ hedge: 50 }), /for 50 % write 0.5/);
  throws(() => checkLimits({ gross: 100 }), /for 100 % write 1$/);
  const cluster = { sectors: ["XLK"], max: 50 } as const;
  throws(() => checkLimits({ cluster }), /cluster max .* for 50 % write 0.5/);
  throws(
    () => checkLimits({ volatility: { max: 12 } }),
    /volatility max must be a share per year in \(0, 3\], got 12; for 12 % write 0.12$/,
  );
  throws(() => checkLimits({ names: { XLK: { long: 20 } } }), /names XLK long .* 20 % write 0.2$/);
  throws(() => checkLimits({ correlated: { max: 40, threshold: 0.7 } }), /for 40 % write 0.4$/);
  throws(
    () => checkLimits({ correlated: { max: 0.4, threshold: 70 } }),
    /threshold must be a correlation in \[0, 1\), got 70; for 70 % write 0.7$/,
  );
  throws(() => checkLimits({ turnover: 20 }), /turnover must be null or .* for 20 % write 0.2$/);
  throws(() => checkLimits({ advShare: 10 }), /advShare must be a share of a day's .* write 0.1$/);
  throws(
    () => checkLimits({ fundShare: 5 }),
    /fundShare must be a share of a fund's .* write 0.05$/,
  );
  throws(() => checkLimits({ capital: 90 }), /capital must be .* \(0, 1\], got 90; .* write 0.9$/);
  throws(
    () => checkLimits({ styles: { size: { target: 0, max: 5 } } }),
    /style size max must lie in \[0, 3\], got 5; for 5 hundredths write 0.05$/,
  );
  // A share where basis points belong is the same slip the other way round.
  throws(
    () => checkLimits({ minimumTradeBps: 0.002 }),
    /must be 0 or basis points in \[0.1, 1000\], got 0.002; for the share 0.002 write 20$/,
  );
});

/** A group as it may be. */
const GROUP = { name: "a", coefficients: { XLE: 1 }, max: 0.1 };

Deno.test("checkLimits() names what is wrong with a setting", () => {
  const wrong: [unknown, RegExp][] = [
    [{ gross: 0 }, /gross must be a share of equity in \(0, 3\], got 0$/],
    [{ sector: 1.4 }, /sector cap must be a share of equity in \(0, 1\], got 1.4/],
    [{ net: -0.1 }, /net .* got -0.1/],
    [{ side: NaN }, /side .* got NaN/],
    [{ side: "0.6" }, /side .* got "0.6"/],
    [
      { sides: 0.6 },
      /there is no limit "sides" \(did you mean "side"\?\); the limits are gross, reach, grossByConviction, sector, side/,
    ],
    [{ cluster: { sectors: ["XLQ"], max: 0.5 } }, /cluster holds "XLQ", which is none of XLB XLC/],
    [{ cluster: { sectors: ["XLK", "XLK"], max: 0.5 } }, /names XLK twice/],
    [{ beta: { target: 5, max: 0.05 } }, /beta target must lie in/],
    [{ beta: { target: 0, max: -1 } }, /beta max must lie in \[0, 3\], got -1/],
    [{ accounting: "half" }, /accounting must be "full", .* got "half"/],
    [{ names: { XLQ: { long: 0.1 } } }, /names has no "XLQ"; it has XLB, XLC, XLE/],
    [{ names: { XLK: { size: 0.1 } } }, /names XLK has no "size"; it has long and short/],
    [{ names: { XLK: { long: -0.1 } } }, /names XLK long must be .* \[0, 1\], got -0.1/],
    [{ styles: { size: { target: NaN, max: 0.1 } } }, /style size target must lie in .* got NaN/],
    [{ volatility: { max: 0 } }, /volatility max must be .* \(0, 3\], got 0$/],
    [{ correlated: { max: 0.4 } }, /correlated threshold must be .* got undefined/],
    [{ turnover: -0.1 }, /turnover must be null or a share of equity in \[0, 10\], got -0.1/],
    [{ turnover: undefined }, /turnover must be null or .* got undefined/],
    [{ minimumTradeBps: -1 }, /minimumTradeBps must be 0 or basis points .* got -1/],
    [{ minimumTradeBps: "20" }, /minimumTradeBps must be .* got "20"/],
    [{ minimumHoldingDays: 1.5 }, /minimumHoldingDays must be whole days in \[0, 366\], got 1.5/],
    [{ minimumHoldingDays: NaN }, /minimumHoldingDays .* got NaN/],
    [{ advShare: 0 }, /advShare must be .* \(0, 1\], got 0$/],
    [{ cluster: { sectors: ["XLK"], max: 0.5, min: 0 } }, /cluster has no "min"/],
    [{ groups: [{ name: "turnover", coefficients: {} }] }, /a name of its own, got "turnover"/],
    [{ groups: [{ name: "net", coefficients: {} }] }, /needs a name of its own, got "net"/],
    [
      { groups: [{ name: "a", coefficients: { XLQ: 1 } }] },
      /finite weights of sectors, got 1 for XLQ/,
    ],
    [{ groups: [{ name: "a", coefficients: { XLK: NaN } }] }, /got NaN for XLK/],
    [{ groups: [{ ...GROUP, max: NaN }] }, /numbers as min and max, got -Infinity and NaN/],
    [{ groups: [{ ...GROUP, max: "0.1" }] }, /numbers as min and max, got -Infinity and "0.1"/],
    [{ groups: [{ ...GROUP, min: null }] }, /numbers as min and max, got null and 0.1/],
    // A limit that is not understood must not pass for none.
    [{ groups: [{ ...GROUP, maximum: 0.1 }] }, /each group has no "maximum"; it has name, coeff/],
    [{ groups: [{ ...GROUP, max: undefined }] }, /"a" needs a min, a max or both, got neither/],
    [{ groups: [{ ...GROUP, hedge: "1" }] }, /"a" hedge must be a finite weight, got "1"/],
    [
      { groups: [{ ...GROUP, coefficients: { hedge: 1 } }] },
      /got 1 for hedge; the hedge's stands beside the coefficients/,
    ],
    [{ groups: [{ ...GROUP, measure: "size" }] }, /"a" measure must be "net" or "gross", got "si/],
    ...["style size", "XLK long", "rounding", "fund volume"].map((name): [unknown, RegExp] => [
      { styles: { size: { target: 0, max: 0.1 } }, groups: [{ ...GROUP, name }] },
      new RegExp(`a name of its own, got "${name}"`),
    ]),
  ];
  const notOfItsKind: [unknown, RegExp][] = [
    [{ names: [] }, /names must be an object with XLB, XLC, XLE/],
    [{ names: { XLK: 0.1 } }, /names XLK must be an object with long and short, got 0.1/],
    [{ styles: { size: 0.1 } }, /style size must be an object with target and max, got 0.1/],
    [{ styles: null }, /styles must be an object with a limit for each style, got null/],
    [{ volatility: 0.1 }, /volatility must be an object with max, got 0.1/],
    [{ beta: 0.05 }, /beta must be an object with target and max, got 0.05/],
    [{ cluster: { sectors: "XLK", max: 0.5 } }, /cluster sectors must be a list/],
    [{ groups: null }, /groups must be a list of groups, got null/],
    [{ groups: [null] }, /each group must be an object with name, coefficients, .* got null/],
    [{ groups: [{ name: "a", max: 1 }] }, /"a" coefficients must be an object .* got undefined/],
  ];
  const refused = (list: typeof wrong, name: string) => {
    for (const [limits, message] of list) {
      throws(() => checkLimits(limits as Partial<Limits>), { name, message }, String(message));
    }
  };
  refused(wrong, "RangeError");
  refused(notOfItsKind, "TypeError");
});

Deno.test("checkLimits() throws InfeasibleError for a group that contradicts itself", () => {
  const groups = [{ name: "energy", coefficients: { XLE: 1 }, min: 0.2, max: 0.1 }];
  throws(() => checkLimits({ groups }), (error: unknown) => {
    ok(error instanceof InfeasibleError);
    deepEqual(error.limits, ["energy"]);
    return true;
  });
});
