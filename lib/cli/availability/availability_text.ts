import {
  type AvailabilitySummary,
  type FaultRates,
  isAvailable,
  type WeekOutcome,
} from "../../availability/mod.ts";
import { counted, inPercent, number, plainNumber, plainPercent, rarePercent } from "../../words.ts";
import { textTable } from "../text_table.ts";

/** One run of a simulation. */
export interface AvailabilityRun {
  /** How many times as often as stated everything goes wrong. */
  readonly times: number;
  readonly rates: FaultRates;
  readonly summary: AvailabilitySummary;
  readonly weeks: readonly WeekOutcome[];
}

/** So many weeks that were missed are told one by one. */
const TOLD = 5;

/** What is assumed, a line each. */
function ratesLines(rates: FaultRates): readonly string[] {
  const { outage, slow, passing, unreadable, latePrices, partialPrices, noPrices } = rates;
  const { crash, fullDisk } = rates, share = (one: { share: number }) => plainPercent(one.share);
  return [
    `each provider out for ${outage.minutes} minutes, over the run, in ${share(outage)} of weeks ` +
    `(in ${plainPercent(outage.hangs)} of these calls hang, else they are refused)`,
    `${share(slow)} of calls ${slow.times} times as slow, ${share(passing)} fail and pass, ` +
    `${share(unreadable)} of answers unreadable`,
    `prices up to ${latePrices.minutes} minutes late in ${
      share(latePrices)
    } of weeks, partial in ` +
    `${share(partialPrices)}, older than a trading day in ${share(noPrices)}`,
    `the run killed in ${
      share(crash)
    }, and started again after ${crash.restartSeconds} seconds; a ` +
    `full disk in ${share(fullDisk)}, for up to ${fullDisk.minutes} minutes`,
  ];
}

/** The simulation as text: what is assumed, the table, and why weeks were missed. */
export function availabilityText(
  runs: readonly AvailabilityRun[],
  { seed, deadlineSeconds }: { readonly seed: number; readonly deadlineSeconds: number },
): string {
  const right = (heading: string) => ({ heading, right: true });
  const seconds = (value: number) => number(value, { digits: 0 });
  const table = textTable(
    [
      right("faults"),
      right("weeks"),
      right("in time, valid"),
      right("95 % interval"),
      right("median s"),
      right("95th"),
      right("longest"),
      right("fresh"),
      right("part old"),
      right("old"),
      right("none"),
      right("fallback"),
      right("killed"),
      right("held"),
    ],
    runs.map(({ times, summary }) => [
      `× ${plainNumber(times)}`,
      String(summary.weeks),
      rarePercent(summary.share),
      `${inPercent(summary.low, 1)} to ${inPercent(summary.high, 1)}`,
      seconds(summary.seconds.median),
      seconds(summary.seconds.p95),
      seconds(summary.seconds.most),
      ...(["fresh", "part old", "old", "none"] as const).map((one) =>
        String(summary.verdicts[one])
      ),
      String(summary.byFallback),
      String(summary.killed),
      String(summary.held),
    ]),
  );
  const missed = runs.flatMap(({ times, summary, weeks }) => {
    const count = summary.weeks - summary.available;
    if (count === 0) return [`× ${plainNumber(times)}: none was missed.`];
    const because = summary.missed.map(({ because, weeks }) => `${because} ${weeks}`).join(", ");
    return [
      `× ${plainNumber(times)}: ${counted(count, "week")} missed (${because}), such as`,
      ...weeks.filter((week) => !isAvailable(week)).slice(0, TOLD).map(({ week, told, breaches }) =>
        `  ${week}: ${[...told, ...breaches].join("; ")}`
      ),
    ];
  });
  return `Weeks that end within five minutes with a valid book, on simulated time\n\n${table}\n` +
    `Faults, stated and not measured (× ${plainNumber(runs[0].times)}):\n${
      ratesLines(runs[0].rates).map((line) => `  ${line}`).join("\n")
    }\n  one try of a question may take ${plainNumber(deadlineSeconds)} seconds (a role's ` +
    `deadlineSeconds)\n\nMissed\n${missed.map((line) => `  ${line}`).join("\n")}\n\n` +
    `A held book counts as valid only inside every limit. Source: simulated, seed ${seed}.`;
}
