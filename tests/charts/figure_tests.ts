import type { Figure } from "lab/charts";
import { equal, match } from "node:assert/strict";
import { assertSnapshot } from "./assert_snapshot.ts";

/**
 * What holds of every chart: it draws as it was last looked at, the same twice, follows the page's
 * theme, and has a text for screen readers.
 *
 * @param figures How to draw each chart, by the name of its file.
 */
export function figureTests(figures: Readonly<Record<string, () => Figure>>): void {
  for (const [name, draw] of Object.entries(figures)) {
    Deno.test(`${name} draws as it was last looked at`, () => {
      assertSnapshot(`${name}.svg.snap`, draw().svg());
    });

    Deno.test(`${name} draws the same twice, and paints no fixed ground behind itself`, () => {
      const html = draw().html();
      equal(draw().html(), html);
      // A white or black box would hide the page's theme; the style sheet of Plot sets one.
      equal(/--plot-background|background(-color)?:\s*(white|#fff)/i.test(html), false);
      match(html, /role="img" aria-label="[^"]{9,}"/);
      equal(/<g[^>]* aria-label=/.test(html), false, "a name on a group without a role");
      equal(/<h[1-6]/.test(html), false, "a heading would enter the table of contents");
      equal(/(NaN|undefined|Infinity)/.test(html), false);
    });
  }
}
