import { deepEqual, equal, match } from "node:assert/strict";
import { outcomeDifference, outcomeKey, outcomeTable } from "../../lib/record/outcome_table.ts";
import { came } from "./made_records.ts";

Deno.test("outcomeTable() gives returns less their mean, and of several outcomes the first on record", () => {
  const table = outcomeTable([
    came("2026-01-02", { XLE: 0.03, XLK: 0.01, XLU: -0.01 }),
    came("2026-01-02", { XLE: 0.9, XLK: 0.1, XLU: 0.2 }),
    came("2026-01-02", { XLE: 0, XLK: 0, XLU: 0.3 }, { market: { kind: "industries" } }),
  ]);
  const relative = table.get(outcomeKey("real", "2026-01-02", 4))!.relative;
  deepEqual(Object.values(relative).map((one) => one!.toFixed(6)), [
    "0.020000",
    "0.000000",
    "-0.020000",
  ]);
  equal(table.size, 2);
  equal(table.get(outcomeKey("real", "2026-01-02", 8)), undefined);
});

Deno.test("outcomeDifference() is silent about the rounding of adjusted closes, and measures what is more", () => {
  const first = came("2026-01-02", { XLE: 0.03, XLK: 0.01 });
  const later = (returns: Record<string, number>, end?: string) =>
    outcomeDifference(first, { end: end ?? first.end, returns });
  equal(later({ XLE: 0.0300009, XLK: 0.0099991 }), undefined);
  equal(later({ XLE: 0.0300021, XLK: 0.01 }), "has XLE +0.0002 points apart");
  equal(later({ XLE: 0.04, XLK: -0.02 }), "has XLK −3.0000 points apart and 1 sector by less");
  equal(later({ XLE: 0.03 }), "lacks XLK");
  match(later({ XLE: 0.03, XLK: 0.01, XLU: 0 })!, /has XLU besides/);
  equal(later({ XLE: 0.03, XLK: 0.01 }, "2026-01-29"), "ends on 2026-01-29 instead of 2026-01-30");
});
