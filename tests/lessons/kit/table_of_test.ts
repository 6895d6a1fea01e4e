import { DISPLAY } from "lab/charts";
import { notice } from "lab/lesson";
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
