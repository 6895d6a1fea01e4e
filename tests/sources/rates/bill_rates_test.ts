import { deepEqual, ok, throws } from "node:assert/strict";
import { treasuryRates, vintageRates } from "../../../lib/sources/rates/bill_rates.ts";
import { SourceError } from "lab/sources";
import { day } from "lab/units";
import { treasuryCsv } from "../shapes.ts";

const FROM = "https://example.org/bills.csv";
const said = (text: string) => ({ bytes: new TextEncoder().encode(text) });

Deno.test("treasuryRates() takes the coupon equivalent of 13 weeks by its name, oldest first", () => {
  deepEqual(
    treasuryRates(said(treasuryCsv([["12/02/2024", "4.50"], ["01/03/2024", "5.30"]])), FROM),
    [
      { day: "2024-01-03", ratePerYear: 0.053 },
      { day: "2024-12-02", ratePerYear: 0.045 },
    ],
  );
  // Columns that came later stand before it, and a byte order mark before all.
  const grown =
    '\uFEFFDate,"6 WEEKS COUPON EQUIVALENT","13  weeks coupon equivalent"\n01/03/2024,9,5.30\n';
  deepEqual(treasuryRates(said(grown), FROM), [{ day: "2024-01-03", ratePerYear: 0.053 }]);
});

Deno.test("treasuryRates() leaves out days without a rate, and takes an empty year for none", () => {
  deepEqual(
    treasuryRates(said(treasuryCsv([["01/03/2024", ""], ["01/04/2024", "N/A"]])), FROM),
    [],
  );
  deepEqual(treasuryRates(said(treasuryCsv([])), FROM), []);
});

Deno.test("treasuryRates() refuses the discount alone, days in another order, and what is no percentage", () => {
  const refused = (text: string, says: RegExp) =>
    throws(() => treasuryRates(said(text), FROM), (error: Error) => {
      ok(error instanceof SourceError && error.fault === "unreadable");
      return says.test(error.message) || error.message;
    });
  refused(
    "Date,13 WEEKS BANK DISCOUNT\n01/03/2024,5\n",
    /need the columns Date and 13 WEEKS COUPON EQ/,
  );
  refused(treasuryCsv([["31/01/2024", "5"]]), /need a day as MM\/DD\/YYYY, got "31\/01\/2024"/);
  refused(treasuryCsv([["01/03/2024", "530"]]), /2024-01-03 has "530", need percent a year/);
  refused(treasuryCsv([["01/03/2024", "five"]]), /2024-01-03 has "five"/);
  refused("", /got $/);
});

Deno.test("vintageRates() turns the discount into a yield, where the header names the vintage", () => {
  const text =
    "observation_date,DTB3_20240301\r\n2024-02-28,5.00\r\n2024-02-29,.\r\n2024-03-01,\r\n";
  const [{ day: on, ratePerYear }, ...none] = vintageRates(said(text), day("2024-03-01"), FROM);
  deepEqual([on, none], ["2024-02-28", []]);
  // 365 × 0.05 / (360 − 91 × 0.05)
  ok(Math.abs(ratePerYear - 18.25 / 355.45) < 1e-12);
  deepEqual(vintageRates(said("DATE,DTB3_20240301\n"), day("2024-03-01"), FROM), []);
});

Deno.test("vintageRates() refuses a column that may hold today's figures, or days after its vintage", () => {
  const refused = (text: string, says: RegExp) =>
    throws(() => vintageRates(said(text), day("2024-03-01"), FROM), says);
  refused("observation_date,DTB3\n2024-02-28,5\n", /without the vintage in its name/);
  refused("observation_date,DTB3_20261201\n2024-02-28,5\n", /got observation_date, DTB3_20261201/);
  refused("observation_date,DTB3_20240301\n2024-03-04,5\n", /2024-03-04 lies after the vintage/);
});
