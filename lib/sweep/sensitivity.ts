import { plainPercent } from "../words.ts";
import { canonicalJson } from "../committee/mod.ts";
import { sharpeInterval } from "../evidence/mod.ts";
import { quotedValue } from "../outside_text.ts";
import { DEFAULT_LIMITS } from "../portfolio/mod.ts";
import { type MetricName, SWEEP_METRICS } from "./sweep_metrics.ts";
import { type SweepConfig, sweepConfig, type SweepConfigInput, variants } from "./sweep_config.ts";
import type { SweepPart, SweepResult } from "./sweep_result.ts";
import type { SweepSettings } from "./sweep_settings.ts";
import { beyondCash } from "./weighting_returns.ts";

/** A value of a setting, as it is written in a configuration. */
type SettingValue = number | string;

/** One setting that a sensitivity can move. */
interface MovableSetting {
  /** Name on a chart, with its unit where it has one. */
  readonly label: string;
  /** Values that are tried unless others are named; the default's own among them. */
  readonly values: readonly SettingValue[];
  readonly change: (value: SettingValue) => Partial<SweepSettings>;
  /** What the settings have now. */
  readonly now: (settings: SweepSettings) => SettingValue;
  readonly text: (value: SettingValue) => string;
  /** Whether only a book that keeps limits, or hedges, can feel it. */
  readonly needs?: "limits" | "betas";
}

const percent = (value: SettingValue) => plainPercent(Number(value));
const limit = (
  name: "sector" | "side" | "net" | "hedge",
  label: string,
  values: readonly number[],
): MovableSetting => ({
  label,
  values,
  change: (value) => ({ limits: { [name]: value as number } }),
  now: ({ limits }) => limits[name] ?? DEFAULT_LIMITS[name],
  text: percent,
  needs: "limits",
});

/** Every setting beyond the weights that a sweep can move: the one table. */
export const MOVABLE_SETTINGS = {
  confidence: {
    label: "confidence rule",
    values: ["one", "stated"],
    change: (value) => ({ confidence: value as SweepSettings["confidence"] }),
    now: ({ confidence }) => confidence,
    text: String,
  },
  sectorCap: limit("sector", "sector cap", [0.15, 0.2, 0.25, 0.3, 0.4]),
  sideLimit: limit("side", "side limit", [0.5, 0.55, 0.6, 0.7]),
  netLimit: limit("net", "net limit", [0.05, 0.1, 0.2, 0.4]),
  hedgeLimit: limit("hedge", "hedge limit", [0.1, 0.25, 0.5]),
  halfLife: {
    label: "half-life of betas, days",
    values: [20, 40, 60, 120, 250],
    change: (value) => ({ halfLifeDays: value as number }),
    now: ({ halfLifeDays }) => halfLifeDays,
    text: String,
    needs: "betas",
  },
  schedule: {
    label: "rebalanced",
    values: ["weekly", "vintages", "monthly"],
    change: (value) => ({ schedule: value as SweepSettings["schedule"] }),
    now: ({ schedule }) => schedule,
    text: (value) =>
      value === "vintages"
        ? "a quarter a week"
        : value === "4weeks"
        ? "every fourth week"
        : String(value),
  },
  costLevel: {
    label: "multiple of modelled cost",
    values: [0, 0.5, 1, 2, 4],
    change: (value) => ({ costLevel: value as number }),
    now: ({ costLevel }) => costLevel,
    text: String,
  },
  analysts: {
    label: "analysts asked",
    values: [1, 2, 3, 4, 5],
    change: (value) => ({ analysts: value as number }),
    now: ({ analysts }) => analysts,
    text: String,
  },
  book: {
    label: "book",
    values: ["tilt", "hedged tilt", "limits", "mandate"],
    change: (value) => ({ book: value as SweepSettings["book"] }),
    now: ({ book }) => book,
    text: String,
  },
} as const satisfies Readonly<Record<string, MovableSetting>>;

/** Name of a setting that can be moved. */
export type MovableName = keyof typeof MOVABLE_SETTINGS;

/** A setting and the values to try; the table's own without `values`. */
export interface SettingAxis {
  readonly setting: MovableName;
  readonly values?: readonly SettingValue[];
}

/** A sweep over settings: its configuration, and which variant is which. */
export interface SensitivityPlan {
  readonly config: SweepConfig;
  readonly kind: "one at a time" | "pairs";
  readonly axes: readonly {
    readonly setting: MovableName;
    readonly values: readonly SettingValue[];
  }[];
  /** Per axis its variants in the order of the values; for pairs one list, the second axis inside. */
  readonly variants: readonly (readonly number[])[];
}

function movable(name: MovableName): MovableSetting {
  if (!Object.hasOwn(MOVABLE_SETTINGS, name)) {
    throw new RangeError(
      `Cannot move the setting ${quotedValue(name)}: need one of ${
        Object.keys(MOVABLE_SETTINGS).join(", ")
      }`,
    );
  }
  return MOVABLE_SETTINGS[name];
}

/** Axes with their values, the default's own among them, checked against the book that is made. */
function checkedAxes(config: SweepConfig, axes: readonly SettingAxis[]): SensitivityPlan["axes"] {
  return axes.map(({ setting, values }) => {
    const { values: usual, needs, label } = movable(setting);
    const { book } = config.settings;
    const isFelt = needs === undefined ||
      (needs === "limits" ? book === "limits" || book === "mandate" : book !== "tilt");
    if (!isFelt) {
      throw new RangeError(
        `Cannot move the ${label}: the book "${book}" does not feel it; need ${
          needs === "limits" ? '"limits" or "mandate"' : "a book with a hedge"
        }`,
      );
    }
    const list = values ?? usual;
    if (list.length === 0) {
      throw new RangeError(`Cannot move the ${label}: need at least one value`);
    }
    return { setting, values: list };
  });
}

/** Variants without doubles, in the order of first use. */
function planOf(
  config: SweepConfig,
  kind: SensitivityPlan["kind"],
  axes: SensitivityPlan["axes"],
  changes: readonly (readonly Partial<SweepSettings>[])[],
): SensitivityPlan {
  const places = new Map<string, number>(), vary: Partial<SweepSettings>[] = [];
  const lists = changes.map((list) =>
    list.map((change) => {
      const [settings] = variants({ settings: config.settings, vary: [change] });
      const key = canonicalJson(settings);
      const place = places.get(key) ?? vary.push(change) - 1;
      places.set(key, place);
      return place;
    })
  );
  return {
    kind,
    axes,
    variants: lists,
    config: sweepConfig({ ...config, vary } as unknown as SweepConfigInput, "a sensitivity"),
  };
}

/**
 * A sweep that moves one setting after the other, all others at their default.
 *
 * @param config Its `vary` is replaced; its grid should hold the one weighting that is looked at.
 * @throws {RangeError} If a setting is unknown, or the book does not feel it.
 *
 * @example Costs from none to four times the model's
 * ```ts
 * import { oneAtATime, sweepConfig } from "lab/sweep";
 * import { deepEqual } from "node:assert/strict";
 *
 * const config = sweepConfig({ grid: { list: [[0.5, 0.25, 0.25]] } });
 * const plan = oneAtATime(config, [{ setting: "costLevel" }, { setting: "analysts", values: [1, 3] }]);
 * deepEqual(plan.variants, [[0, 1, 2, 3, 4], [2, 5]]); // the default is run once
 * ```
 */
export function oneAtATime(config: SweepConfig, axes: readonly SettingAxis[]): SensitivityPlan {
  const checked = checkedAxes(config, axes);
  return planOf(
    config,
    "one at a time",
    checked,
    checked.map(({ setting, values }) => values.map((value) => movable(setting).change(value))),
  );
}

/**
 * A sweep that moves two settings together, every value of one with every value of the other.
 *
 * @throws {RangeError} If both are the same setting, one is unknown, or the book does not feel it.
 *
 * @example Two by two
 * ```ts
 * import { inPairs, sweepConfig } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * const config = sweepConfig({ grid: { list: [[0.5, 0.25, 0.25]] } });
 * const x = { setting: "costLevel", values: [1, 2] } as const;
 * const y = { setting: "schedule", values: ["weekly", "4weeks"] } as const;
 * equal(inPairs(config, x, y).variants[0].length, 4);
 * ```
 */
export function inPairs(config: SweepConfig, x: SettingAxis, y: SettingAxis): SensitivityPlan {
  if (x.setting === y.setting) {
    throw new RangeError(`Cannot move a pair of settings: need two, got ${x.setting} twice`);
  }
  const axes = checkedAxes(config, [x, y]);
  const [a, b] = axes.map(({ setting }) => movable(setting));
  const changes = axes[0].values.flatMap((one) =>
    axes[1].values.map((other) => {
      const first = a.change(one), second = b.change(other);
      return { ...first, ...second, limits: { ...first.limits, ...second.limits } };
    })
  );
  return planOf(config, "pairs", axes, [changes]);
}

/** Which weighting and world of a sensitivity is looked at, and by which metric. */
interface SensitivityView {
  readonly metric?: MetricName;
  /** Place of the weighting in the grid; the first by default. */
  readonly point?: number;
  readonly world?: number;
}

/**
 * Net Sharpe ratio per year of one weighting under one variant of the settings, with its 95 % interval;
 * nothing where it held cash alone.
 *
 * @example
 * ```ts
 * import { runSweep, settingSharpe, sweepConfig } from "lab/sweep";
 * import { ok } from "node:assert/strict";
 *
 * const config = sweepConfig({
 *   data: { kind: "simulated", seeds: [7], years: 3, committee: "dice" },
 *   grid: { step: 0.5 },
 * });
 * const result = await runSweep(config, { workers: 0 });
 * const { value, low, high } = (await settingSharpe(result, {}, { seed: 1, draws: 100 }))!;
 * ok(low <= value && value <= high);
 * ```
 */
export async function settingSharpe(
  result: SweepResult,
  where: SweepPart,
  options: { readonly point?: number; readonly seed: number; readonly draws?: number },
): Promise<{ readonly value: number; readonly low: number; readonly high: number } | undefined> {
  const { point = 0, seed, draws = 1000 } = options, facts = result.panel(where);
  const excess = beyondCash((await result.returns(where))[point], facts);
  if (excess.every((value) => value === excess[0])) return undefined;
  const year = Math.sqrt(facts.periodsPerYear);
  const { sharpe, low, high } = sharpeInterval(excess, { method: "bootstrap", seed, draws });
  // A percentile interval may miss its own ratio where the record is short.
  const value = sharpe * year;
  return { value, low: Math.min(value, low * year), high: Math.max(value, high * year) };
}

/**
 * Rows of `sensitivityLines`: the net Sharpe ratio per year over each setting with its interval.
 *
 * @example
 * ```ts
 * import { oneAtATime, runSweep, sensitivityRows, sweepConfig } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * const config = sweepConfig({
 *   data: { kind: "simulated", seeds: [7], years: 3, committee: "dice" },
 *   grid: { list: [[0.5, 0.25, 0.25]] },
 * });
 * const plan = oneAtATime(config, [{ setting: "costLevel", values: [1, 2] }]);
 * const result = await runSweep(plan.config, { workers: 0 });
 * const [{ points }] = await sensitivityRows(plan, result, { seed: 1, draws: 100 });
 * equal(points.length, 2);
 * ```
 */
export async function sensitivityRows(
  plan: SensitivityPlan,
  result: SweepResult,
  options: Omit<SensitivityView, "metric"> & { readonly seed: number; readonly draws?: number },
): Promise<
  readonly {
    readonly setting: string;
    readonly points: readonly {
      readonly label: string;
      readonly value: number;
      readonly low: number;
      readonly high: number;
      readonly isDefault?: boolean;
    }[];
  }[]
> {
  const { world = 0 } = options;
  const found = new Map<number, Awaited<ReturnType<typeof settingSharpe>>>();
  for (const variant of new Set(plan.variants.flat())) {
    found.set(variant, await settingSharpe(result, { world, variant }, options));
  }
  return plan.axes.map(({ setting, values }, axis) => {
    const { label, text, now } = movable(setting);
    return {
      setting: label,
      points: values.flatMap((value, i) => {
        const figure = found.get(plan.variants[axis][i]);
        return figure
          ? [{
            label: text(value),
            ...figure,
            ...(value === now(result.config.settings) ? { isDefault: true } : {}),
          }]
          : [];
      }),
    };
  });
}

/**
 * Rows of `pairCells`: one metric for every pair of values.
 *
 * @example
 * ```ts
 * import { inPairs, pairRows, runSweep, sweepConfig } from "lab/sweep";
 * import { equal } from "node:assert/strict";
 *
 * const config = sweepConfig({
 *   data: { kind: "simulated", seeds: [7], years: 3, committee: "dice" },
 *   grid: { list: [[0.5, 0.25, 0.25]] },
 * });
 * const x = { setting: "costLevel", values: [1, 2] } as const;
 * const y = { setting: "schedule", values: ["weekly", "vintages"] } as const;
 * const plan = inPairs(config, x, y);
 * equal(pairRows(plan, await runSweep(plan.config, { workers: 0 })).cells.length, 4);
 * ```
 */
export function pairRows(
  plan: SensitivityPlan,
  result: SweepResult,
  options: SensitivityView = {},
): {
  readonly xLabel: string;
  readonly yLabel: string;
  readonly valueName: string;
  readonly cells: readonly {
    readonly x: string;
    readonly y: string;
    readonly value?: number;
    readonly isDefault?: boolean;
  }[];
} {
  const { metric = "netSharpe", point = 0, world = 0 } = options;
  if (plan.kind !== "pairs") {
    throw new RangeError("Cannot make cells of pairs: need a plan of inPairs, got one at a time");
  }
  const [x, y] = plan.axes, [a, b] = [movable(x.setting), movable(y.setting)];
  const { settings } = result.config;
  return {
    xLabel: a.label,
    yLabel: b.label,
    valueName: SWEEP_METRICS[metric].label,
    cells: x.values.flatMap((one, i) =>
      y.values.map((other, j) => {
        const variant = plan.variants[0][i * y.values.length + j];
        const value = result.part({ world, variant })[point].values[metric];
        return {
          x: a.text(one),
          y: b.text(other),
          ...(value === undefined ? {} : { value }),
          ...(one === a.now(settings) && other === b.now(settings) ? { isDefault: true } : {}),
        };
      })
    ),
  };
}
