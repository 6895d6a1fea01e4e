import { fieldName } from "../options/read_options.ts";

/** An option of the command line that goes before a field of the settings file. */
export interface Override {
  /** Its name without the dashes. */
  readonly option: string;
  /** The field, with the blocks around it: `spending.capsUsd.sweep`. */
  readonly setting: string;
  /** What the field holds for the option's value; the value itself where absent. */
  // deno-lint-ignore no-explicit-any -- each option has a type of value of its own
  readonly of?: (value: any) => unknown;
}

/**
 * Which option goes before which field, wherever a command has both. An option that stands later
 * changes what an earlier one has set.
 */
export const OVERRIDES: readonly Override[] = [
  {
    option: "weights",
    setting: "pillars",
    of: ([fundamentals, sentiment, technicals]: readonly number[]) => ({
      fundamentals,
      sentiment,
      technicals,
    }),
  },
  { option: "account", setting: "accountUsd" },
  { option: "mandate", setting: "mandate" },
  {
    option: "turnover",
    setting: "mandate.turnover",
    of: (share: number | "off") => share === "off" ? null : share,
  },
  { option: "cost-bps", setting: "trading.feeBps" },
  { option: "relax", setting: "relax" },
  { option: "analysts", setting: "analysts" },
  { option: "cap-day", setting: "spending.capsUsd.day" },
  { option: "cap", setting: "spending.capsUsd.sweep" },
  { option: "cap-sector", setting: "spending.capsUsd.sector" },
  { option: "cache-hours", setting: "spending.cacheHours" },
  { option: "evidence", setting: "evidence.folder" },
  { option: "known-after", setting: "evidence.knownAfterDays" },
  { option: "record", setting: "record" },
];

/** The same for a sweep, whose options are about its own block. */
export const SWEEP_OVERRIDES: readonly Override[] = [
  ...[["step", "grid.step"], ["weights", "grid.list"]],
  ...[["industries", "data.kind"], ["prices", "data.prices"], ["scores", "data.scores"]],
  ...[["scores-known-by", "data.scoresAgeDays"], ["scores-age", "data.scoresAgeDays"]],
  ...[["scored-by", "data.scoredBy"], ["without-dividends", "data.dividends"]],
  ...[["seed", "data.seeds"], ["years", "data.years"], ["planted", "data.planted"]],
  ...[["dice", "data.diceSeed"], ["dice", "data.committee"]],
  ...[["ballots", "data.ballots"], ["of", "data.of"]],
  ...[["evidence", "data.evidence"], ["known-after", "data.knownAfterDays"]],
  ...["prices", "ballots", "seed", "years", "planted", "dice"].map((
    option,
  ) => [option, "data.kind"]),
  ...[["from", "from"], ["to", "to"], ["fill", "fill"]],
  ...[["account", "equityUsd"], ["metrics", "metrics"], ["intervals", "intervals"]],
  ...[["holdout", "holdout.share"], ["holdout-key", "holdout.key"]],
  ...[["book", "settings.book"], ["mandate", "settings.limits"], ["limit", "settings.limits"]],
  ...[["schedule", "settings.schedule"], ["confidence", "settings.confidence"]],
  ...[["analyst-count", "settings.analysts"], ["half-life", "settings.halfLifeDays"]],
  ...[["cost-level", "settings.costLevel"]],
].map(([option, setting]) => ({ option, setting: `sweep.${setting}` }));

/** A command line as far as it sets anything: the options that were given, and their values. */
export type SaidOptions = { readonly said: ReadonlySet<string> };

/** What a command line sets: rows of a table of overrides, with the values of the fields. */
export type Overlay = readonly (Override & { readonly value: unknown })[];

/** What a command line sets over the settings file. */
export function overlayOf(given: SaidOptions, rows: readonly Override[] = OVERRIDES): Overlay {
  return rows.filter(({ option }) => given.said.has(option)).map((row) => {
    const value = (given as unknown as Record<string, unknown>)[fieldName(row.option)];
    return { ...row, value: row.of ? row.of(value) : value };
  });
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A settings file with one field set; a mandate by its name becomes one with changes. */
function withField(holds: Fields, [name, ...inner]: readonly string[], value: unknown): Fields {
  if (inner.length === 0) return { ...holds, [name]: value };
  const was = holds[name];
  const block = isFields(was) ? was : name === "mandate" && was !== undefined ? { from: was } : {};
  return { ...holds, [name]: withField(block, inner, value) };
}

/** What a settings file holds, with the command line on top of it. */
export function withOverlay(holds: Fields, overlay: Overlay): Fields {
  return overlay.reduce(
    (laid, { setting, value }) => withField(laid, setting.split("."), value),
    holds,
  );
}
