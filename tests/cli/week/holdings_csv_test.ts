import { deepEqual, equal } from "node:assert/strict";
import { day } from "lab/units";
import { holdingsCsv } from "../../../lib/cli/week/holdings_csv.ts";
import { readHoldings } from "../../../lib/cli/rebalance/holdings_file.ts";

Deno.test("what holdingsCsv() writes is read back as it was, cents included", async () => {
  const holdings = [
    { ticker: "XLE", shares: 90, since: day("2026-11-30") },
    { ticker: "XLF", shares: -20 },
    { ticker: "CASH", shares: 6946.1 },
  ];
  const text = holdingsCsv(holdings), path = await Deno.makeTempFile({ suffix: ".csv" });
  try {
    equal(text, "ticker,shares,since\r\nXLE,90,2026-11-30\r\nXLF,-20,\r\nCASH,6946.10,\r\n");
    await Deno.writeTextFile(path, text);
    deepEqual(await readHoldings(path), holdings);
  } finally {
    await Deno.remove(path);
  }
});
