import { deepEqual, throws } from "node:assert/strict";
import { companyCloses } from "../../../lib/sources/sec/company_closes.ts";
import { day } from "lab/units";

const FROM = "https://example.org/chart";
const at = (on: string) => Date.parse(`${on}T14:30:00Z`) / 1000;
const read = (result: unknown) =>
  companyCloses({
    bytes: new TextEncoder().encode(JSON.stringify({ chart: { result, error: null } })),
  }, {
    today: day("2024-06-12"),
    address: FROM,
  });

Deno.test("companyCloses() takes closes before dividends are taken off, gaps left out, and splits", () => {
  deepEqual(
    read([{
      timestamp: ["2024-06-07", "2024-06-10", "2024-06-11", "2024-06-12"].map(at),
      indicators: {
        quote: [{ close: [120.9, null, 121, 125] }],
        adjclose: [{ adjclose: [1, 1, 1, 1] }],
      },
      events: { splits: { x: { date: at("2024-06-10"), numerator: 10, denominator: 1 } } },
    }]),
    {
      // Today's bar may still be moving.
      closes: [{ day: "2024-06-07", close: 120.9 }, { day: "2024-06-11", close: 121 }],
      splits: [{ day: "2024-06-10", ratio: 10 }],
    },
  );
});

Deno.test("companyCloses() refuses an answer without closes", () => {
  throws(() => read([{ meta: {} }]), /there are none/);
  throws(() => read(null), /there are none/);
});
