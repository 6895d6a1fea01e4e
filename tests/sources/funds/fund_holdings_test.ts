import { deepEqual, rejects } from "node:assert/strict";
import { fundHoldings } from "../../../lib/sources/funds/fund_holdings.ts";
import { holdingsXlsx } from "../shapes.ts";

const FROM = "https://example.org/holdings.xlsx";
const read = (bytes: Uint8Array<ArrayBuffer>) => fundHoldings({ bytes }, "XLK", FROM);

Deno.test("fundHoldings() reads weights as shares, with the day that the file names", async () => {
  const found = await read(
    holdingsXlsx("17-Sep-2026", [["BERKSHIRE", "BRK.B", "99.5"], ["US DOLLAR", "-", "0.5"]]),
  );
  deepEqual(found.map(({ day, ticker, weight }) => [day, ticker, weight]), [
    ["2026-09-17", "BRK.B", 0.995],
    ["2026-09-17", "", 0.005],
  ]);
});

Deno.test("fundHoldings() refuses weights that are no whole, and a file without a day", async () => {
  await rejects(
    read(holdingsXlsx("17-Sep-2026", [["A", "A", "60"]])),
    /weights sum to 60\.0 %, need about 100 %/,
  );
  await rejects(read(holdingsXlsx("17-Sep-2026", [["A", "A", "0.99"]])), /sum to 1\.0 %/);
  await rejects(
    read(holdingsXlsx("lately", [["A", "A", "100"]])),
    /no day stands above its header/,
  );
});
