import type { Schedule } from "../research/mod.ts";
import type { SweepConfig } from "./sweep_config.ts";

/** What one panel is made from: a world and the settings that a panel depends on. Plain data. */
export interface PanelRecipe {
  readonly data:
    | Extract<SweepConfig["data"], { kind: "industries" | "files" }>
    | (Omit<Extract<SweepConfig["data"], { kind: "simulated" }>, "seeds"> & {
      readonly seed: number;
    });
  readonly schedule: Schedule;
  readonly analysts: number;
  readonly halfLifeDays: number;
  readonly from?: string;
  readonly to?: string;
  readonly fill: "next open" | "same close";
  readonly holdoutShare: number | null;
  /** Hash by path of the reader's files, so that a changed file makes another panel. */
  readonly files?: Readonly<Record<string, string>>;
  /** Whether the sealed decisions are taken in too: only for opening the holdout. */
  readonly isOpen?: boolean;
}
