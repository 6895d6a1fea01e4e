import { sourceLine } from "../../market/mod.ts";
import { type Measure, measureValue, sharpe } from "../../performance/mod.ts";
import { type MarketStudy, type Study, studyRows } from "../../study/mod.ts";
import type { BacktestTerms } from "./backtest_settings.ts";
import type { BacktestSubject } from "./backtest_subject.ts";
import { weightsText } from "../scores/own_scores.ts";
import { textTable } from "../text_table.ts";

const left = (heading: string) => ({ heading });
const right = (heading: string) => ({ heading, right: true });

/** A measure as cells: value, interval, count. */
function cells(measure: Measure): readonly string[] {
  const { unit, n, interval } = measure;
  return [
    measure.value === undefined ? "–" : measureValue(measure.value, unit),
    interval.low === undefined
      ? interval.reason
      : `${measureValue(interval.low, unit)} to ${measureValue(interval.high, unit)}`,
    String(n),
  ];
}

function measures(study: Study): string {
  return study.measures().map(({ label, measures }) =>
    `\n${label}\n` + textTable(
      [left("figure"), right("value"), left("95 % interval"), right("n")],
      measures.map((one) => [one.name, ...cells(one)]),
    ) + measures.map((one) =>
      one.value !== undefined && one.doubt ? `  ${one.name}: ${one.doubt}.\n` : ""
    ).join("")
  ).join("");
}

/** Ours and every baseline alike, each with its interval and count. */
function beside(study: Study): string {
  const { riskFree, panel: { periodsPerYear } } = study;
  const of = (values: readonly number[]) => cells(sharpe(values, { periodsPerYear, riskFree }));
  const rows = [
    [study.name, "", ...of(study.net)],
    ["before costs", "", ...of(study.pick(study.run.gross))],
    ...study.baselines().map(({ name, label, run }) => [name, label, ...of(study.pick(run.net))]),
  ];
  return textTable(
    [
      left(""),
      left("what it does"),
      right("Sharpe"),
      left("95 % interval, Newey–West"),
      right("n"),
    ],
    rows,
  );
}

/** Who scored, with what, on which days. */
function opening(study: MarketStudy, given: BacktestTerms, subject: BacktestSubject): string {
  const { panel, days, periods } = study;
  const { own } = subject,
    { mandate } = given,
    whose = mandate === "lab" ? "the lab's mandate" : `the mandate ${mandate}`;
  const book = {
    tilt: "the tilt book, without limits or hedge",
    "hedged-tilt": "the tilt book with the hedge of its beta, without limits",
    limits: `every limit of ${whose}, without its rules on trades`,
    mandate: `the mandate ${mandate}, rules on trades included`,
  }[given.book];
  const fill = panel.fill === "same close"
    ? "same close, which is optimistic"
    : study.ledger().steps.some(({ fill }) => fill?.at === "open")
    ? "next open"
    : "next close, for the market has no opens";
  const [fundamentals, sentiment, technicals] = given.weights;
  const scored = own
    ? `your own scores, ${own.weights ? `pillars ${weightsText(own.weights)}` : "used as given"}`
    : `pillars ${weightsText({ fundamentals, sentiment, technicals })}`;
  return `Backtest of ${study.name}: ${panel.schedule}, ${scored}, ${book}\n` +
    `${days[0]} to ${days[days.length - 1]}, ${days.length} ${periods}; ` +
    `filled at the ${fill}; dice and resamples from seed ${study.seed}\n` +
    [...subject.sentences(panel.days.at(-1)!), ...given.unheard].map((sentence) => `${sentence}\n`)
      .join("");
}

/**
 * A study as text for a terminal: the verdict first, then what speaks for and against it, ours beside
 * the baselines, every figure with interval and count, and what the run assumes.
 */
export function backtestText(
  study: MarketStudy,
  given: BacktestTerms,
  subject: BacktestSubject,
): string {
  const rows = studyRows(study).map(({ label, text, note }) =>
    `  ${label}: ${text}\n      ${note}\n`
  );
  const { head } = study.ledger();
  const notes = [...(head.optimistic === undefined ? [] : [head.optimistic]), ...head.notes];
  return [
    opening(study, given, subject),
    `\n${study.verdict().sentence}.\n`,
    ...(study.isRemembered
      ? ["\nThe figures below may be remembered. They are shown for the contrast alone.\n"]
      : []),
    `\nWhat speaks for it, and against\n${rows.join("")}`,
    `\nBeside the plain\n${beside(study)}`,
    measures(study),
    `\nWhat the run assumes\n${notes.map((note) => `  ${note}\n`).join("")}`,
    `\n${sourceLine(study.source)}\n`,
  ].join("");
}
