import { type Order, ORDER_COLUMNS, orderRows, ordersCsv } from "lab/portfolio";
import { deepEqual, equal, match } from "node:assert/strict";

const ORDER: Order = {
  ticker: "SEF",
  action: "buy",
  shares: 995,
  price: 30,
  dollars: 29_850,
  scope: "XLF",
  leverage: -1,
  exposureBefore: -0,
  exposureAfter: -0.2985,
  cost: {
    spreadUsd: 59.7,
    impactUsd: 115.318,
    feeUsd: 0,
    knownUsd: 175.018,
    totalUsd: 175.018,
    totalBps: 17.5,
  },
  liquidity: "approximate, as of 2025",
};

Deno.test("ordersCsv() writes fixed columns, fixed decimals and CR LF", () => {
  equal(
    ordersCsv([ORDER]),
    "ticker,action,shares,price_usd,value_usd,position,leverage,exposure_before,exposure_after," +
      "spread_usd,impact_usd,fee_usd,cost_usd,liquidity,reason,note\r\n" +
      "SEF,buy,995,30.0000,29850.00,XLF,-1,0.000000,-0.298500,59.70,115.32,0.00,175.02," +
      '"approximate, as of 2025",,\r\n',
  );
});

Deno.test("ordersCsv() of no orders is the header alone", () => {
  equal(ordersCsv([]), ORDER_COLUMNS.join(",") + "\r\n");
});

Deno.test("ordersCsv() doubles quotes, keeps one line a row, and lets no spreadsheet compute a note", () => {
  const line = ordersCsv([{ ...ORDER, liquidity: "", note: 'a "b"\nc' }]).split("\r\n")[1];
  equal(line.slice(line.indexOf("175.02")), '175.02,,,"a ""b"" c"');
  for (const note of ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\u202e=1"]) {
    const row = ordersCsv([{ ...ORDER, liquidity: "", note }]).split("\r\n")[1];
    equal(row.slice(row.indexOf("175.02")), `175.02,,,'${note.replace(/[\t\u202e]/, "")}`);
  }
  const short = ordersCsv([{ ...ORDER, exposureAfter: -0.05 }]).split("\r\n")[1];
  match(short, /,-0\.050000,/, "a number is a number");
});

Deno.test("orderRows() leaves empty what is not known, never 0", () => {
  const { shares: _, price: __, ...inDollars } = ORDER;
  const [row] = orderRows([{
    ...inDollars,
    reason: "no price",
    cost: { ...ORDER.cost, impactUsd: undefined, totalUsd: undefined, totalBps: undefined },
  }]);
  deepEqual(
    [row.shares, row.price_usd, row.impact_usd, row.cost_usd, row.reason],
    ["", "", "", "", "no price"],
  );
});
