import { counted, number, percent, rarePercent, times } from "../words.ts";
import { type EvidenceRow, evidenceRows, openingsOf, openingsText } from "../evidence/mod.ts";
import { assumedVolumeText, NULL_LABELS, SECTOR_COUNT } from "../research/mod.ts";
import { signalFindings } from "./signal_findings.ts";
import type { Study } from "./study_of.ts";

/**
 * The honesty rows of a study: what stands beside its Sharpe ratio in every table.
 *
 * Those of `evidenceRows`, with both kinds of dice, the scores' rank coefficient with its power, who may
 * remember, and what is put away. Where no figure may be quoted the first row says so.
 */
export function studyRows(study: Study): readonly EvidenceRow[] {
  const evidence = study.evidence();
  const rows = evidence ? evidenceRows(evidence) : [{
    key: "sharpe",
    label: "Sharpe ratio, a year",
    text: "none to quote",
    note: study.verdict().reasons[0],
  }];
  // Who may remember has its own rows below, and the count of the lab's whole life its own line.
  const kept = rows.filter(({ key, value }) =>
    !["memory", "trials"].includes(key) &&
    // These belong to a search; a single run has none.
    (!["pbo", "dsr_effective"].includes(key) || value !== undefined)
  ).map((row) => row.key === "dice" ? { ...row, ...diceRow(study, "permuted labels") } : row);
  const at = 1 + kept.findIndex(({ key }) => key === "dice");
  return [
    ...kept.slice(0, at),
    ...(at > 0 ? [{ key: "dice_anew", ...diceRow(study, "dice anew") }] : []),
    ...kept.slice(at).map((row) =>
      row.key === "spa"
        ? {
          ...row,
          label: `No better than ${study.tests()[0].name}, the hardest baseline, p`,
          text: row.text.replace("; 1 models", ""),
          note: `one test per baseline, the largest p shown; ${row.note}`,
        }
        : row
    ),
    ...signalEvidence(study),
    ...pillarRow(study),
    ...pillarFindings(study),
    ...unscoredRow(study),
    ...unusedRow(study),
    ...costRows(study),
    ...memoryRows(study),
    holdoutRow(study),
  ];
}

function diceRow(study: Study, kind: "permuted labels" | "dice anew") {
  const { percentile, draws, turnover } = study.chance(kind);
  return {
    label: kind === "dice anew" ? "Place among dice drawn anew" : "Place among random committees",
    text: percentile === 1
      ? `above all ${draws.toLocaleString("en-US")}`
      : `above ${rarePercent(percentile)} of ${draws.toLocaleString("en-US")}`,
    value: percentile,
    note: `${NULL_LABELS[kind]} (turnover ${number(turnover)} a decision, ours ${
      number(meanOf(study.pick(study.run.turnover)))
    })`,
  };
}

function signalEvidence(study: Study): EvidenceRow[] {
  const { ic, hits, conventions } = study.signals();
  const dates = `${ic.dates} dates`;
  const ahead = study.periods === "months" ? "a month" : `${conventions.horizon} weeks`;
  const label = `Rank coefficient of the scores, ${ahead} ahead`;
  if (ic.ic === undefined) {
    return [{ key: "ic", label, text: "none", note: `no date has scores that differ (${dates})` }];
  }
  const rows: EvidenceRow[] = [
    ic.headline
      ? {
        key: "ic",
        label,
        text: `${number(ic.ic, { digits: 3 })} (${number(ic.headline.low, { digits: 3 })} to ${
          number(ic.headline.high, { digits: 3 })
        }, n = ${dates})`,
        value: ic.ic,
        low: ic.headline.low,
        high: ic.headline.high,
        note: `from fill to fill, less the mean of the listed sectors; ${conventions.headline}`,
      }
      : {
        key: "ic",
        label,
        text: `${number(ic.ic, { digits: 3 })} (no interval, n = ${dates})`,
        value: ic.ic,
        note: ic.reason!,
      },
  ];
  if (ic.power) {
    const { observed, stated } = ic.power, still = observed.weeksStillForT2;
    rows.push({
      key: "ic_power",
      label: "Chance that this record shows it",
      text: `${rarePercent(observed.power)} at the size found, ${
        rarePercent(stated.power)
      } at ${stated.ic}`,
      value: observed.power,
      note: still === undefined
        ? "no record shows a coefficient of zero"
        : `weeks still needed for t = 2 at the size found: ${
          Math.ceil(still).toLocaleString("en-US")
        }`,
    });
  }
  if (hits.wilson) {
    const interval = hits.blocks ?? hits.wilson;
    rows.push({
      key: "hits",
      label: "Calls on the right side",
      text: `${rarePercent(hits.hits / hits.calls)} (${percent(interval.low)} to ${
        percent(interval.high)
      }, n = ${hits.calls.toLocaleString("en-US")})`,
      value: hits.hits / hits.calls,
      low: interval.low,
      high: interval.high,
      note: `${hits.neutral.toLocaleString("en-US")} scores of 3 take no side; ${
        hits.blocks
          ? "interval by blocks of dates"
          : "Wilson interval, as if calls were independent"
      }`,
    });
  }
  return rows;
}

/** Which pillars a figure rests on: with prices alone, technicals only. */
function pillarRow({ pillars = {} }: Study): EvidenceRow[] {
  const given = Object.entries(pillars), used = given.filter(([, share]) => share > 0);
  if (used.length === 0) return [];
  const names = used.map(([pillar]) => pillar);
  return [{
    key: "pillars",
    label: "Pillars with a say",
    text: names.length === 1 ? `${names[0]} only` : names.join(", "),
    value: names.length,
    note: given.length === 1
      ? "no other pillar has a weight"
      : `share of the scores: ${
        given.map(([pillar, share]) => `${pillar} ${percent(share)}`).join(", ")
      }; where a pillar abstains the others take its weight`,
  }];
}

/** Each pillar's own coefficient, judged together with the others; one alone is the row above. */
function pillarFindings(study: Study): EvidenceRow[] {
  const { pillars } = study.signals(), findings = signalFindings(pillars);
  if (study.pillars === undefined || pillars.length < 2) return [];
  return pillars.flatMap(({ label, ic }): EvidenceRow[] => {
    const found = findings.find((one) => one.label === label);
    if (ic.ic === undefined) return [];
    const digits = { digits: 3 }, n = `n = ${ic.dates} dates`;
    const interval = ic.headline &&
      `${number(ic.headline.low, digits)} to ${number(ic.headline.high, digits)}`;
    return [{
      key: `pillar ${label}`,
      label: `Rank coefficient of ${label} alone`,
      text: `${number(ic.ic, digits)} (${interval ?? "no interval"}, ${n})`,
      value: ic.ic,
      ...(ic.headline ? { low: ic.headline.low, high: ic.headline.high } : {}),
      note: found
        ? `p = ${number(found.p, digits)}, after allowing for ${found.among} pillars ${
          number(found.adjusted, digits)
        } (Benjamini and Hochberg): ${found.kept ? "it stands" : "no find"}`
        : ic.reason ?? "not judged",
    }];
  });
}

function unscoredRow({ steps, table, periods }: Study): EvidenceRow[] {
  const without =
    steps.filter((step) =>
      table.scores.subarray(step * SECTOR_COUNT, (step + 1) * SECTOR_COUNT).every(Number.isNaN)
    ).length;
  return without === 0 ? [] : [{
    key: "unscored",
    label: "Decisions without any score",
    text: `${without} of ${steps.length} ${periods}`,
    value: without,
    note: "the book is cash there, and the record counts it",
  }];
}

/** Scores that nothing here rests on, though they are not put away. */
function unusedRow({ unusedDays = 0 }: Study): EvidenceRow[] {
  return unusedDays === 0 ? [] : [{
    key: "unused",
    label: "Days with scores that are not used",
    text: String(unusedDays),
    value: unusedDays,
    note:
      "they lie outside the days asked for, or in the first fourteen months of the prices, on " +
      "which betas look back",
  }];
}

/** Where costs are a floor, or rest on an assumption: an unknown cost is not zero. */
function costRows({ steps, run, panel, periods }: Study): EvidenceRow[] {
  const floors = steps.filter((step) => run.costKnown[step] === 0).length;
  const assumed = steps.filter((step) => run.costAssumed[step] === 1).length;
  const { assumedFunds = [] } = panel;
  return [
    ...(floors > 0
      ? [{
        key: "cost_floor",
        label: "Costs are at least what is shown",
        text: `in ${floors} of ${steps.length} ${periods}`,
        value: floors,
        note: "a part of them is not known there; every figure after costs is too good by the rest",
      }]
      : []),
    ...(assumed > 0
      ? [{
        key: "cost_assumed",
        label: "Costs that rest on an assumption",
        text: `in ${assumed} of ${steps.length} ${periods}`,
        value: assumed,
        note: assumedVolumeText(assumedFunds),
      }]
      : []),
  ];
}

function memoryRows(study: Study): EvidenceRow[] {
  const { split, periods } = study;
  const total = split.after.length + split.contaminated.length;
  if (split.models.every(({ cutoff }) => cutoff === "no memory")) {
    return [{
      key: "memory",
      label: "May be remembered",
      text: `none of ${counted(total, periods.slice(0, -1))}`,
      value: 0,
      note: "rules remember nothing: no cutoff is needed",
    }];
  }
  const models = split.models.map(({ model, cutoff }) => `${model}: ${cutoff ?? "cutoff unknown"}`);
  const before = study.remembered();
  return [
    {
      key: "memory",
      label: "May be remembered",
      text: `${split.contaminated.length} of ${total} ${periods}, ` +
        (study.isRemembered
          ? "and the figures here rest on them"
          : "left out of every figure above"),
      value: split.contaminated.length,
      note: models.join("; "),
    },
    ...(before
      ? [{
        ...evidenceRows(before)[0],
        key: "remembered",
        label: "Sharpe ratio before the cutoff",
        note: "for the contrast alone: whoever answered may have known what came",
      }]
      : []),
  ];
}

function holdoutRow({ holdout, tally }: Study): EvidenceRow {
  const label = "Put away";
  if (!holdout) {
    const note = "fewer than two decisions are scored, or the days were chosen by hand";
    return { key: "holdout", label, text: "nothing is held out", note };
  }
  const { from, to, days, opened, mark } = holdout;
  const range = `${from} to ${to}, ${counted(days, "scored decision")}`;
  if (opened) {
    const { openings, because } = opened;
    return {
      key: "holdout",
      label: "Taken from the holdout",
      text: range,
      value: openings,
      note: `opened ${times(openings)}, because ${because}` +
        (openings > 1 ? "; it holds nothing out any more" : ""),
    };
  }
  return {
    key: "holdout",
    label,
    text: range,
    value: tally ? openingsOf(tally, mark).same.length : undefined,
    note: openingsText(tally, mark),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
