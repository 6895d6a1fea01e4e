/** The memo as it prints: one sheet of A4 and of Letter, whatever is on it. */
import { deepEqual, equal } from "node:assert/strict";
import { memoOf, memoPage } from "lab/memo";
import { randomStream } from "lab/stats";
import { findBrowser } from "../../lib/cli/setup/find_browser.ts";
import { fullData, memoParts, randomData } from "../memo/memo_parts.ts";
import { startBrowser } from "./start_browser.ts";

const program = findBrowser(Deno.env.toObject());

Deno.test({
  name:
    "a memo prints on one sheet, with a little of everything, too much of everything, and nothing",
  ignore: program === undefined,
  // The driver keeps timers and a socket of its own until the process ends.
  sanitizeOps: false,
  sanitizeResources: false,
  fn: async () => {
    const data = memoOf(await memoParts()), full = fullData(data);
    const wide = "W".repeat(400), digits = "8".repeat(400);
    const texts = (text: string) => ({
      ...full,
      summary: text,
      ...{ doubts: Array(20).fill(text), limits: Array(20).fill(text) },
      ...{ notes: Array(20).fill(text), mind: Array(20).fill(text) },
      scores: full.scores.map((one) => ({ ...one, why: text })),
      source: text,
    });
    const nothing = {
      ...data,
      ...{ scores: [], doubts: [], references: [], positions: [], limits: [], orders: [] },
      ...{ mind: [], record: [], notes: [], inputs: {} },
    };
    const draw = randomStream(5);
    const chance = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [`chance ${i}`, randomData(full, draw)]),
    );
    const cases = { data, full, wide: texts(wide), digits: texts(digits), nothing, ...chance };
    const { browser, stop } = await startBrowser(program!);
    try {
      const page = await (await browser.newContext()).newPage();
      const asked: string[] = [];
      page.on("request", (request) => asked.push(request.url()));
      for (const [name, one] of Object.entries(cases)) {
        await page.setContent(memoPage(one));
        await page.emulateMedia({ media: "print" });
        const overflow = await page.evaluate(
          "document.documentElement.scrollWidth - document.documentElement.clientWidth",
        );
        equal(overflow, 0, `${name} is wider than its sheet`);
        for (const format of ["A4", "Letter"]) {
          const pdf = await page.pdf({ format, preferCSSPageSize: false });
          const pages = new TextDecoder("latin1").decode(pdf).match(/\/Type\s*\/Page\b/g);
          equal(pages?.length, 1, `${name} on ${format}`);
        }
      }
      deepEqual(asked, []);
    } finally {
      await stop();
    }
  },
});
