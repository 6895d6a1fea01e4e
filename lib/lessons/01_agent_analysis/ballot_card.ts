import { outsideLine, printable } from "../../outside_text.ts";
import {
  COLORS,
  DISPLAY,
  type Displayable,
  escaped,
  FONTS,
  NO_MATH,
  number,
} from "../../charts/mod.ts";
import {
  type Ballot,
  ballotScore,
  PILLAR_LABELS,
  PILLARS,
  type PillarWeights,
  rating,
} from "../../committee/mod.ts";
import { SECTOR_LABELS } from "../../market/mod.ts";

function squares(score: number): string {
  const color = score > 3 ? COLORS.blue : score < 3 ? COLORS.vermillion : COLORS.grey;
  return [1, 2, 3, 4, 5].map((at) =>
    `<span style="display:inline-block;width:10px;height:10px;margin-right:3px;` +
    `border:1px solid rgba(128,128,128,0.6);background:${
      at <= score ? color : "transparent"
    }"></span>`
  ).join("");
}

/**
 * A ballot as a small card: sub-scores as its analyst gave them, score and rating as code computes
 * them.
 *
 * @param ballot One analyst's answer about one sector.
 * @param options.weights One share per pillar.
 *
 * @example
 * ```ts
 * import { ballotCard } from "lab/lesson/01";
 * import { DISPLAY } from "lab/charts";
 * import { convene, DEFAULT_WEIGHTS } from "lab/committee";
 * import { simulatedMarket, snapshot } from "lab/market";
 * import { match } from "node:assert/strict";
 *
 * const market = simulatedMarket({ seed: 7, years: 1 });
 * const { ballots } = await convene(snapshot(market, market.prices.days[200]));
 * const card = ballotCard(ballots[0], { weights: DEFAULT_WEIGHTS });
 * match(card[DISPLAY]()["text/plain"], /^Ballot on Materials \(XLB\)/);
 * ```
 */
export function ballotCard(
  ballot: Ballot,
  options: { readonly weights: PillarWeights },
): Displayable {
  const { score } = ballotScore(ballot, options.weights);
  const lines = PILLARS.map((pillar) => {
    const given = ballot.subScores[pillar];
    return {
      label: PILLAR_LABELS[pillar],
      score: given.kind === "score" ? given.score : undefined,
    };
  });
  const head = `Ballot on ${SECTOR_LABELS[ballot.sector]} (${ballot.sector})`;
  const who = outsideLine(`${ballot.analyst}, ${ballot.day}`);
  const result = score === undefined
    ? "no score: every pillar abstains"
    : `score ${number(score)}, rating ${rating(score)}`;
  const html = () =>
    `<div class="${NO_MATH}" style="width:232px;box-sizing:border-box;margin:6px 0 14px;` +
    `padding:10px 14px;border:1px solid rgba(128,128,128,0.6);border-radius:6px;` +
    `font-family:${escaped(FONTS)};font-size:13px;line-height:1.5">` +
    `<div style="font-weight:600;font-size:15px;line-height:1.3">${escaped(head)}</div>` +
    `<div style="opacity:0.85;font-size:12px;margin-bottom:8px">${escaped(who)}</div>` +
    lines.map(({ label, score }) =>
      `<div style="display:flex;justify-content:space-between"><span>${escaped(label)}</span>` +
      `<span>${score === undefined ? "abstains" : `${squares(score)} <strong>${score}</strong>`}` +
      `</span></div>`
    ).join("") +
    `<div style="border-top:1px solid rgba(128,128,128,0.6);margin-top:8px;padding-top:6px;` +
    `font-weight:600">${escaped(result)}</div>` +
    `<div style="opacity:0.85;font-size:12px">computed by code</div></div>`;
  const plain = printable([
    head,
    who,
    ...lines.map(({ label, score }) => `${label.padEnd(14)}${score ?? "abstains"}`),
    result,
  ].join("\n"));
  return Object.freeze<Displayable>({
    [DISPLAY]: () => ({ "text/html": html(), "text/plain": plain }),
  });
}
