import { deepEqual, equal, rejects } from "node:assert/strict";
import { navHistory } from "../../../lib/sources/funds/nav_history.ts";
import { navXlsx, xlsxOf } from "../shapes.ts";

const FROM = "https://example.org/navhist.xlsx";

Deno.test("navHistory() reads numbers as text, oldest first, and leaves days with a dash out", async () => {
  const bytes = navXlsx([["27-Feb-2024", 99, "-"], ["01-Mar-2024", 100.5, 1000], [
    "04-Mar-2024",
    101,
    1100,
  ]]);
  deepEqual(await navHistory({ bytes }, FROM), {
    rows: [{ day: "2024-03-01", nav: 100.5, shares: 1000 }, {
      day: "2024-03-04",
      nav: 101,
      shares: 1100,
    }],
    withoutShares: 1,
  });
});

Deno.test("navHistory() finds its columns by name, wherever they stand", async () => {
  const bytes = xlsxOf([
    ["A disclaimer first"],
    ["total net assets", "Shares Outstanding ", "NAV", "Premium", "Date"],
    ["1,000,000", "10,000", 100, 0.1, "2024-03-01"],
  ]);
  deepEqual((await navHistory({ bytes }, FROM)).rows, [
    { day: "2024-03-01", nav: 100, shares: 10_000 },
  ]);
});

Deno.test("navHistory() leaves out a day whose assets are not its shares times its value", async () => {
  const head = ["Date", "NAV", "Shares Outstanding", "Total Net Assets"];
  const bytes = xlsxOf([
    head,
    ["05-Dec-2025", "50", "1000", "100000"], // the value of after a split, the shares of before
    ["04-Dec-2025", "100", "1000", "100000"],
    ["03-Dec-2025", "100", "1000", "0.1"], // assets in millions say nothing
  ]);
  const { rows, withoutShares } = await navHistory({ bytes }, FROM);
  deepEqual(rows.map(({ day }) => day), ["2025-12-03", "2025-12-04"]);
  equal(withoutShares, 1);
});

Deno.test("navHistory() refuses renamed columns, a day twice, no day, and what is no spreadsheet", async () => {
  const refused = (bytes: Uint8Array<ArrayBuffer>, says: RegExp) =>
    rejects(navHistory({ bytes }, FROM), says);
  await refused(
    xlsxOf([["Date", "NAV", "Shares Out", "Total Net Assets"], ["01-Mar-2024", "1", "1", "1"]]),
    /need a row with the columns Date, NAV, Shares Outstanding and Total Net Assets, got Date, NAV, Shares Out, /,
  );
  await refused(
    navXlsx([["01-Mar-2024", 100, 1000], ["01-Mar-2024", 100, 1000]]),
    /2024-03-01 stands there twice/,
  );
  await refused(navXlsx([["01-Mar-2024", 100, "-"]]), /no row has a day, a value and shares/);
  const whole = navXlsx([["01-Mar-2024", 100, 1000]]);
  await refused(whole.slice(0, whole.length - 40), /damaged or cut off/);
});
