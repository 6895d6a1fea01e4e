import { z } from "zod";
import { strictFields } from "../strict_fields.ts";

/** An alarm: on from `enter`, off again from `leave` down; in between it stays as it is. */
const alarm = (enter: number, leave: number) =>
  strictFields({
    enter: z.number().min(0).default(enter),
    leave: z.number().min(0).default(leave),
  }).refine((pair) => pair.leave <= pair.enter, "leave must not be above enter").prefault({});

/** When the monitor calls, of a book that is left alone; shares of equity, beta in its own unit. */
export const monitorFields = strictFields({
  /** |beta to the market|. */
  beta: alarm(0.1, 0.05),
  /** Σ|exposure|. */
  gross: alarm(1.05, 1.02),
  /** |net|. */
  net: alarm(0.25, 0.2),
  /** The larger of the long and the short side. */
  side: alarm(0.65, 0.6),
  /** The largest |exposure| to one sector. */
  sector: alarm(0.35, 0.3),
  /** Fall below the highest equity since the book was last changed. */
  drawdown: alarm(0.1, 0.05),
});

/** When the monitor calls, complete. */
export type MonitorRules = Readonly<z.output<typeof monitorFields>>;
/** What is watched. */
export type Watched = keyof MonitorRules;
