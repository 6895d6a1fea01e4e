import { counted, decimals, inPercent } from "../../words.ts";
import { openingsText, trialsHeadline } from "../../evidence/mod.ts";
import { periodsName } from "../../research/mod.ts";
import {
  LEAST_REGIME_PERIODS,
  type MetricName,
  MOVABLE_SETTINGS,
  type OpenedSweep,
  overWorlds,
  pairRows,
  type SensitivityPlan,
  type sensitivityRows,
  settingSharpe,
  SWEEP_METRICS,
  type SweepComparison,
  type SweepConfig,
  type SweepEvidence,
  type SweepPart,
  sweepPlan,
  type SweepProgress,
  type SweepResult,
  type SweepRow,
  type SweepRun,
  type SweepSettings,
  trialCount,
  weightsText,
  type WorldsDifference,
} from "../../sweep/mod.ts";
import { textTable } from "../text_table.ts";

/** Weightings that are printed, the best first. */
const SHOWN = 5;

function figure(name: MetricName, value: number | undefined): string {
  if (value === undefined) return "–";
  const { unit } = SWEEP_METRICS[name];
  if (unit === "share" || unit === "share per year") return inPercent(value, 1);
  return decimals(value, unit === "correlation" ? 3 : 2);
}

/** How far a sweep is, on one line. */
export function sweepProgressLine(progress: SweepProgress): string {
  const { stage, done, total, resumed, secondsLeft } = progress;
  if (stage === "panels" && done === resumed) {
    return `Reading the market; ${done} of ${total} weightings done`;
  }
  const left = secondsLeft === undefined ? "" : `, about ${secondsText(secondsLeft)} left`;
  const before = resumed > 0 ? `, ${resumed} of them before` : "";
  return `${done} of ${total} weightings (${Math.floor(100 * done / total)} %)${before}${left}`;
}

function secondsText(value: number): string {
  return value < 100 ? `${Math.ceil(value)} s` : `${Math.ceil(value / 60)} min`;
}

/** What a sweep would do, before anything of it is started. */
export function sweepPlanText(config: SweepConfig): string {
  const { points, variants, worlds, shards } = sweepPlan(config);
  const runs = points.length * variants.length * worlds;
  return `Would try ${counted(points.length, "weighting")} under ${
    counted(variants.length, "set")
  } of settings in ${counted(worlds, "world")}: ${counted(runs, "run")} in ${
    counted(shards.length, "shard")
  }, counted as ${counted(trialCount(config), "trial")}.\nNothing was started.\n`;
}

/** What a variant changes, such as "costLevel 2, limits.sector 0.2". */
export function changeText(change: Partial<SweepSettings>): string {
  const { limits = {}, ...rest } = change;
  const named = Object.entries(limits).map(([name, value]) => [`limits.${name}`, value]);
  const parts = [...Object.entries(rest), ...named].map(([name, value]) =>
    `${name} ${typeof value === "object" ? JSON.stringify(value) : value}`
  );
  return parts.length > 0 ? parts.join(", ") : "nothing changed";
}

/** The best weightings and the default, with all metrics that were asked for. */
export function sweepTableText(result: SweepResult, where: SweepPart = {}): string {
  const { metrics } = result.config, [first] = metrics;
  const { up } = SWEEP_METRICS[first];
  const value = ({ values }: SweepRow) => values[first] ?? (up ? -Infinity : Infinity);
  const rows = result.part(where).toSorted((a, b) => (up ? -1 : 1) * (value(a) - value(b)));
  const shown = rows.slice(0, SHOWN);
  const base = rows.find(({ weights }) => weightsText(weights) === "50/25/25");
  if (base && !shown.includes(base)) shown.push(base);
  const hasIntervals = result.config.intervals !== null;
  return textTable(
    [
      { heading: result.panel(where).pillarLabels.join("/") },
      ...metrics.map((name) => ({ heading: SWEEP_METRICS[name].label, right: true })),
      ...(hasIntervals
        ? [{ heading: "95 % interval of the net Sharpe ratio, each alone", right: true }]
        : []),
    ],
    shown.map((row) => [
      weightsText(row.weights) + (row === base ? " (default)" : ""),
      ...metrics.map((name) => figure(name, row.values[name])),
      ...(hasIntervals ? [row.interval ? rangeText(row.interval) : "–"] : []),
    ]),
  );
}

function rangeText({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${decimals(low, 2)} to ${decimals(high, 2)}`;
}

/** Who was best in each state of the market; empty where only one state can be judged. */
export function regimesText({ regimes, facts, periods }: SweepEvidence): string {
  if (regimes.length < 2) return "";
  const unit = periodsName(facts.periodsPerYear);
  const left = regimes.reduce((rest, one) => rest - one.periods, periods);
  return "By state of the market, known only afterwards; the best of few is mostly luck:\n" +
    textTable(
      [
        { heading: "state" },
        { heading: unit, right: true },
        { heading: "best" },
        { heading: "net Sharpe ratio", right: true },
        { heading: "the default's", right: true },
      ],
      regimes.map(({ regime, periods, best, base }) => [
        regime,
        String(periods),
        weightsText(best.weights),
        decimals(best.sharpe, 2),
        decimals(base, 2),
      ]),
    ) +
    (left > 0
      ? `  Left out: ${left} ${unit} of states with fewer than ${LEAST_REGIME_PERIODS}.\n`
      : "");
}

/** What a sweep ran on. */
export function sweepDataText(result: SweepResult): string {
  const { days, source, heldOut, notes } = result.panel();
  const away = heldOut === null
    ? "nothing held out"
    : `${heldOut.steps} held out, ${heldOut.from} to ${heldOut.to} ` +
      `(${openingsText(result.tally, heldOut.mark)})`;
  return [
    `${days.length - 1} decisions, ${days[0]} to ${days[days.length - 2]}; ${away}`,
    ...(result.worlds > 1 ? [`${result.worlds} worlds; shown is the first`] : []),
    ...notes,
    ...result.warnings,
    source,
  ].map((line) => `${line}\n`).join("");
}

/** The headline and what it rests on. */
export function sweepEvidenceText(
  { headline, sentences, facts }: SweepEvidence,
  { tally, family }: Pick<SweepResult, "tally" | "family">,
): string {
  const counted = tally
    ? [trialsHeadline(tally, family, { noun: "weightings", market: facts.mark })]
    : [];
  // Notes on the data stand above the table already.
  const own = sentences.filter((one) => !facts.notes.includes(one));
  return [`${headline}.`, ...[...own, ...counted].map((one) => `  ${one}.`)]
    .map((line) => `${line}\n`).join("");
}

/** What the worlds say together; empty where there is one. */
export function worldsText(result: SweepResult, { variant = 0 }: SweepPart = {}): string {
  const { worlds, config: { metrics: [metric] } } = result;
  if (worlds < 2) return "";
  const all = overWorlds(result, { metric, variant });
  if (all.length === 0) {
    return "Nothing is said over the worlds: the default 50/25/25 is no point of the grid.\n";
  }
  const sign = SWEEP_METRICS[metric].up ? 1 : -1;
  const first = result.part({ variant }).map(({ values }) => values[metric]);
  const lead = (values: readonly (number | undefined)[]) =>
    values.reduce<number>(
      (top, value, at) =>
        value !== undefined && !(sign * value <= sign * (values[top] ?? -sign * Infinity))
          ? at
          : top,
      0,
    );
  const line = (who: string, { weights, difference, worlds }: WorldsDifference) => {
    const text = (value: number) => figure(metric, value);
    const found = difference
      ? `${text(difference.mean)}, 95 % interval ${text(difference.low)} to ` +
        `${text(difference.high)} (n = ${worlds} worlds)`
      : `need two worlds, got ${worlds}`;
    return `  ${who}, ${weightsText(weights)}: ${found}.\n`;
  };
  const chosen = overWorlds(result, { metric, variant, from: 1 })[lead(first)];
  const top = all[lead(all.map(({ difference }) => difference?.mean))];
  return `${SWEEP_METRICS[metric].label} less the default's, mean over worlds:\n` +
    line("Best of the first world, in the others", chosen) +
    line(`Best of ${all.length} over all worlds, itself a choice`, top);
}

/** One line per setting and value. */
export function sensitivityText(lines: Awaited<ReturnType<typeof sensitivityRows>>): string {
  return textTable(
    [
      { heading: "setting" },
      { heading: "value", right: true },
      { heading: "net Sharpe ratio", right: true },
      { heading: "95 % interval", right: true },
    ],
    lines.flatMap(({ setting, points }) =>
      points.map(({ label, value, low, high, isDefault }, i) => [
        i === 0 ? setting : "",
        label + (isDefault ? " (default)" : ""),
        decimals(value, 2),
        rangeText({ low, high }),
      ])
    ),
  );
}

/** Pairs of settings as a table, one row per value of the second, and how sure one cell of it is. */
export async function pairsText(
  plan: SensitivityPlan,
  result: SweepResult,
  options: { readonly point: number; readonly seed: number; readonly draws: number },
): Promise<string> {
  const rows = pairRows(plan, result, options);
  const [a, b] = plan.axes;
  const [x, y] = [a, b].map(({ setting, values }) => values.map(MOVABLE_SETTINGS[setting].text));
  const said = `${rows.valueName}, ${rows.xLabel} across, ${rows.yLabel} down; * the default`;
  return `${said}\n` + textTable(
    [{ heading: "" }, ...x.map((heading) => ({ heading, right: true }))],
    y.map((down) => [
      down,
      ...x.map((across) => {
        const cell = rows.cells.find((one) => one.x === across && one.y === down)!;
        return (cell.value === undefined ? "–" : decimals(cell.value, 2)) +
          (cell.isDefault ? " *" : "");
      }),
    ]),
  ) + await oneCellText(plan, result, rows, options);
}

/** The interval of the default's cell, or of the first where the default is in none. */
async function oneCellText(
  plan: SensitivityPlan,
  result: SweepResult,
  { cells }: ReturnType<typeof pairRows>,
  options: { readonly point: number; readonly seed: number; readonly draws: number },
): Promise<string> {
  const at = Math.max(0, cells.findIndex(({ isDefault }) => isDefault));
  const where = { variant: plan.variants[0][at] };
  const found = await settingSharpe(result, where, options);
  if (!found) return "";
  const { days, periodsPerYear } = result.panel(where);
  return `  95 % interval of ${cells[at].isDefault ? "the default" : "the first cell"}: ` +
    `${rangeText(found)} (n = ${days.length - 1} ${periodsName(periodsPerYear)}).\n`;
}

/** Runs that are kept. */
export function runsText(runs: readonly SweepRun[]): string {
  return textTable(
    [
      { heading: "run" },
      { heading: "weightings", right: true },
      { heading: "state" },
      { heading: "what" },
    ],
    runs.map(({ hash, trials, isFinished, shards, shardsDone, name }) => [
      hash.slice(0, 16),
      String(trials),
      isFinished ? "finished" : `${shardsDone} of ${shards} shards`,
      name,
    ]),
  );
}

/** Two runs beside each other. */
export function comparisonText(comparison: SweepComparison): string {
  const { differs, rows, metric, onlyA, onlyB } = comparison;
  const both = rows.flatMap(({ difference }) => difference === undefined ? [] : [difference]);
  const mean = both.reduce((sum, value) => sum + value, 0) / both.length;
  const lines = [
    ...(differs.length === 0
      ? ["The configurations are the same"]
      : differs.map(({ path, a, b }) => `${path}: ${JSON.stringify(a)} and ${JSON.stringify(b)}`)),
    `${rows.length} weightings in both, ${onlyA} only in the first, ${onlyB} only in the second`,
    ...(both.length === 0 ? [] : [
      `${SWEEP_METRICS[metric].label}, second less first: mean ${decimals(mean, 3)}, from ${
        decimals(Math.min(...both), 3)
      } to ${decimals(Math.max(...both), 3)}`,
      "Two bare numbers prove nothing: what can be told apart stands under each run",
    ]),
  ];
  return lines.map((line) => `${line}.\n`).join("");
}

/** What the holdout says. */
export function openedText(opened: OpenedSweep): string {
  const rated = (name: string, { weights, sharpe, low, high }: OpenedSweep["chosen"]) =>
    `${name} ${weightsText(weights)}: net Sharpe ratio ${decimals(sharpe, 2)}, 95 % interval ` +
    rangeText({ low, high });
  const { difference: { value, low, high }, openings, periods, from, to } = opened;
  return [
    `Holdout opened ${
      openings === 1 ? "once" : `${openings} times, so it holds nothing out any more`
    }` +
    `: ${periods} decisions, ${from} to ${to}`,
    rated("Chosen", opened.chosen),
    rated("Default", opened.base),
    low === high
      ? "The chosen weights are the default: there is no difference to judge"
      : `Difference ${decimals(value, 2)}, ${decimals(low, 2)} to ${decimals(high, 2)}`,
  ].map((line) => `${line}.\n`).join("");
}
