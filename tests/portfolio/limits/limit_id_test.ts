import { deepEqual, equal } from "node:assert/strict";
import { fitBook, type LimitId, limitName, mandateRows } from "lab/portfolio";
import { sameLimit } from "../../../lib/portfolio/limits/limit_id.ts";

Deno.test("limitName() gives the names that tables and files have", () => {
  const named: readonly [LimitId, string][] = [
    [{ kind: "gross" }, "gross"],
    [{ kind: "sector", of: "XLK" }, "sector XLK"],
    [{ kind: "side", side: "short" }, "short side"],
    [{ kind: "cap", of: "XLK", side: "long" }, "XLK long"],
    [{ kind: "style", of: "size" }, "style size"],
    [{ kind: "correlated", of: "XLK+XLC" }, "correlated XLK+XLC"],
    [{ kind: "fund", of: "hedge" }, "fund hedge"],
    [{ kind: "group", of: "energy and materials" }, "energy and materials"],
  ];
  deepEqual(named.map(([id]) => limitName(id)), named.map(([, name]) => name));
  named.forEach(([id], i) => {
    const same = named.map(([other]) => sameLimit(id, { ...other }));
    deepEqual(same, named.map((_, j) => i === j));
  });
});

Deno.test("rows about a limit know which it is, and so do copies of them and their JSON", () => {
  const book = fitBook({ sectors: ["XLE", "XLK"], tilts: [2, -1], betas: [1, 1] });
  const rows = [
    ...book.readings,
    ...book.effects.sectors.flat().map((effect) => ({ id: effect.id, name: effect.limit })),
    ...mandateRows(book.limits).filter(({ id }) => id.kind !== "cap"),
  ];
  for (const { id, name } of rows) equal(limitName(id), name);
  for (const row of [book.readings[0], book.effects.sectors[0][0], mandateRows(book.limits)[0]]) {
    equal(row.id.kind.length > 0, true);
    for (const copy of [JSON.parse(JSON.stringify(row)), structuredClone(row), { ...row }]) {
      deepEqual(copy.id, row.id);
    }
  }
});
