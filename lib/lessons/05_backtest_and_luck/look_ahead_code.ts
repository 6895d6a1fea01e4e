import type { Displayable } from "../../charts/mod.ts";
import { textFrames } from "../kit/text_frames.ts";

/** What a line of the short backtest is suspected of, and rightly or not. */
export type LineRole = "look-ahead" | "cost" | "seed" | "outcome" | "loop" | "other";

/** A line of code with what it does there. */
interface CodeLine {
  readonly code: string;
  readonly role: LineRole;
}

/**
 * A short backtest with one look-ahead in it. It is read, never run: what a sector's volatility usually
 * is, the first week cannot know from all weeks.
 */
export const SHORT_BACKTEST: readonly CodeLine[] = [
  { code: "const costBps = 5, draw = randomStream(seed);", role: "seed" },
  { code: "const usual = columnMeans(volatility); // each sector's own", role: "look-ahead" },
  { code: "let wealth = 1, held = nothing;", role: "other" },
  { code: "for (let week = 52; week < weeks.length - 1; week++) {", role: "loop" },
  { code: "  const scores = committee(knownBy(weeks[week]));", role: "other" },
  { code: "  const order = ranked(scores, () => draw.uniform()); // ties by lot", role: "seed" },
  {
    code: "  const calm = order.map((rank, i) => rank * usual[i] / volatility[week][i]);",
    role: "other",
  },
  { code: "  const target = scaledTo(1, calm);", role: "other" },
  { code: "  wealth *= 1 - costBps / 1e4 * turnover(held, target);", role: "cost" },
  { code: "  wealth *= 1 + sumOf(target, openToOpen[week + 1]);", role: "outcome" },
  { code: "  held = drifted(target, openToOpen[week + 1]);", role: "outcome" },
  { code: "}", role: "other" },
];

/**
 * The short backtest as numbered lines.
 *
 * @example
 * ```ts
 * import { DISPLAY } from "lab/charts";
 * import { lookAheadCode } from "lab/lesson/05";
 * import { match } from "node:assert/strict";
 *
 * match(String(lookAheadCode()[DISPLAY]()["text/plain"]), /^One of these lines looks ahead/);
 * ```
 */
export function lookAheadCode(): Displayable {
  const text = SHORT_BACKTEST.map(({ code }, i) => `${String(i + 1).padStart(2)}  ${code}`)
    .join("\n");
  return textFrames("One of these lines looks ahead", {
    "volatility[week][i] is known at the close of that week; orders are filled at the next open":
      text,
  });
}
