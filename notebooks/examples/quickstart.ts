/**
 * Lesson 00 as a script: from a seeded market to a hedged book with orders.
 *
 *     deno run -A notebooks/examples/quickstart.ts
 *     deno run -A notebooks/examples/quickstart.ts --html      also writes out/quickstart.html
 *     deno run -A notebooks/examples/quickstart.ts --picture   also draws the README's picture anew
 */
import { DISPLAY, type Displayable, limitGauges, scoreHeatmap, weightBars } from "lab/charts";
import { convene, views } from "lab/committee";
import { rebalance } from "lab/desk";
import {
  gaugeRows,
  hedgeRow,
  lessonMarket,
  SCORE_COLUMN,
  scoreCells,
  weightRows,
} from "lab/lesson";
import { orderTable, overlayTable } from "lab/lesson/00";

const seed = 62, accountUsd = 100_000;

// The whole way through: what was known, what the committee made of it, what the desk does with it.
const { snapshot, source } = await lessonMarket("simulated", { seed });
const verdict = await convene(snapshot);
const plan = rebalance(snapshot, views(verdict), { equityUsd: accountUsd });
const { book, trades } = plan;

const shown: readonly Displayable[] = [
  scoreHeatmap(scoreCells(verdict), { total: SCORE_COLUMN, source }),
  weightBars(weightRows(book), { hedge: hedgeRow(book), cap: book.limits.sector, source }),
  limitGauges(gaugeRows(book), { source }),
  overlayTable(plan.overlay, { source }),
  orderTable(trades, { source }),
];

console.log(`${book.summary}\n`);
for (const [i, sector] of book.sectors.entries()) {
  console.log(`${sector.padEnd(5)}${(100 * book.weights[i]).toFixed(2).padStart(8)} %`);
}
console.log(`hedge${(100 * book.hedge).toFixed(2).padStart(8)} %\n`);
for (const table of shown.slice(3)) console.log(`${table[DISPLAY]()["text/plain"]}\n`);

const root = new URL("../../", import.meta.url);
if (Deno.args.includes("--html")) {
  const page =
    '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Quickstart</title>\n' +
    "<style>:root{color-scheme:light dark;--lab-ground:Canvas}body{margin:24px;font-family:system-ui," +
    "sans-serif}</style>\n" +
    shown.map((one) => one[DISPLAY]()["text/html"]).join("\n") + "\n</html>\n";
  await Deno.mkdir(new URL("out/", root), { recursive: true });
  await Deno.writeTextFile(new URL("out/quickstart.html", root), page);
  console.log("Charts: out/quickstart.html");
}
if (Deno.args.includes("--picture")) {
  const book = shown[1] as ReturnType<typeof weightBars>;
  // The formatter would break the lines of the drawing and so change its bytes.
  await Deno.writeTextFile(
    new URL(".github/book.svg", root),
    `<!-- deno-fmt-ignore-file -->\n${book.svg()}`,
  );
  console.log("Picture: .github/book.svg");
}
