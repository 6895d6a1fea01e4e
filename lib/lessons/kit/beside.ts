import { DISPLAY, type Displayable } from "../../charts/mod.ts";

/**
 * Some things to show next to each other; on a narrow page the later ones stand below.
 *
 * @param parts From left to right.
 *
 * @example
 * ```ts
 * import { beside, notice } from "lab/lesson";
 * import { DISPLAY } from "lab/charts";
 * import { equal } from "node:assert/strict";
 *
 * const both = beside(notice("note", "Left."), notice("note", "Right."));
 * equal(both[DISPLAY]()["text/plain"], "Left.\n\nRight.");
 * ```
 */
export function beside(...parts: readonly Displayable[]): Displayable {
  return Object.freeze<Displayable>({
    [DISPLAY]: () => {
      const shown = parts.map((part) => part[DISPLAY]());
      const boxes = shown.map((bundle) => `<div style="min-width:0">${bundle["text/html"]}</div>`);
      return {
        "text/html": `<div style="display:flex;flex-wrap:wrap;gap:0 20px;` +
          `align-items:flex-start;max-width:760px;--lab-most:0px">${boxes.join("")}</div>`,
        "text/plain": shown.map((bundle) => bundle["text/plain"]).join("\n\n"),
      };
    },
  });
}
