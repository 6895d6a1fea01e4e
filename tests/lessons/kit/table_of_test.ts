import { DISPLAY } from "lab/charts";
import { notice } from "lab/lesson";
import { changeTable } from "../../../lib/lessons/kit/change_table.ts";
import { tableOf } from "../../../lib/lessons/kit/table_of.ts";
import { equal, match, throws } from "node:assert/strict";

const source = "Source: simulated, seed 7.";
interface Row {
  readonly ticker: string;
  readonly shares?: number;
}

const columns = [
  { label: "ticker", value: (row: Row) => row.ticker },
  { label: "shares", value: (row: Row) => row.shares, format: String },
];

Deno.test("tableOf() aligns numbers and shows what is missing as a dash", () => {
  const table = tableOf<Row>(
    [{ ticker: "XLK", shares: 120 }, { ticker: "XLC" }],
    { title: "Two orders", source, columns },
  )[DISPLAY]();
  equal(
    table["text/plain"],
    "Two orders\nticker  shares\nXLK        120\nXLC          –\nSource: simulated, seed 7.",
  );
  match(table["text/html"], /<th scope="col"/);
  equal(/(color|background):\s*(#|black|white)/.test(table["text/html"]), false);
});

Deno.test("tableOf() refuses a table without a source and escapes its cells", () => {
  throws(() => tableOf<Row>([], { title: "None", source: "", columns }), /need a source line/);
  const html = tableOf<Row>([{ ticker: "<b>", shares: 1 }], { title: "a & b", source, columns })
    [DISPLAY]()["text/html"];
  match(html, /&lt;b&gt;/);
  match(html, /a &amp; b/);
});

Deno.test("notice() says in words what its colour says", () => {
  equal(notice("mistake", "Try again.").toString(), "Not yet. Try again.");
  match(notice("right", "Yes.")[DISPLAY]()["text/html"], /<strong>Right\.<\/strong> Yes\./);
});

Deno.test("changeTable() lists what moved, largest first, and nothing else", () => {
  const before = { sectors: ["XLE", "XLK", "XLU"] as const, weights: [0.2, -0.2, 0.1], hedge: 0.1 };
  const after = { ...before, weights: [0.25, -0.05, 0.10001], hedge: 0.1 };
  const text = changeTable(before, after, { source })[DISPLAY]()["text/plain"];
  match(text, /^Two positions moved, Technology most\n/);
  match(text, /Technology\s+−20\.00 %\s+−5\.00 %\s+\+15\.00 %\nEnergy/);
  equal(/Utilities|Hedge/.test(text), false);
  match(changeTable(before, before, { source })[DISPLAY]()["text/plain"], /^No position moved/);
  throws(
    () => changeTable(before, { ...before, sectors: ["XLE", "XLK", "XLV"] }, { source }),
    /need two books of the same sectors/,
  );
});
