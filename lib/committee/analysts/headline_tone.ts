/**
 * Reading headlines by a word list: a teaching stand-in for a language model.
 *
 * The list was written for this lab: common words of financial news in their usual sense. It knows no
 * irony, no company and no context; the lexicons of the literature do better and have licences.
 *
 * @module
 */

/** Words that usually bring good news about a sector's earnings, orders, standing or price. */
const GOOD = words(`
  accelerate accelerates accelerating accolade advance advances attract attracts award awards beat
  beats benefit benefits boom booming boost boosts bounce breakthrough bullish buoyant cheer cheers
  climb climbs confident confidence enthusiastic exceed exceeds expand expands expansion favorable
  favourable flourish gain gains healthy improve improved improves improving innovation lift lifts
  optimism optimistic outpace outpaces outperform outperforms outstrip popularity positive praise
  profitable progress prosper raise raises rally rallies rebound rebounds recover recovers recovery
  resilient robust soar soars solid strength strengthen strengthens strong stronger strongest
  succeed success successful surpass surpasses thrive tops upbeat upgrade upgrades upside upswing
  welcome welcomes win wins
`);

/** Words that usually bring bad news. */
const BAD = words(`
  adverse bankruptcy bearish bleak caution cautious collapse collapses concern concerns crash crashes crisis criticism criticise criticize cut cuts decline declines declining
  default defaults deficit deteriorate deteriorates disappoint disappointing disappoints downbeat
  downgrade downgrades downturn drop drops erode erodes fail failed fails failure fall falling falls
  fear fears fined fraud gloom gloomy halt halts hurt hurts investigation lag lags lawsuit layoff
  layoffs loss losses low lower lowest miss misses negative outflows panic penalty pessimism
  pessimistic plunge plunges poor pressure probe punish punishes recall recalls recession restructure
  sag sags scandal selloff shortage shortfall short shrink shrinking shrinks sink sinks slide slides
  slip slips slow slowdown slowing slows sluggish slump slumps struggle struggles suffer suffers tumble
  tumbles turmoil underperform underperforms unprofitable warn warning warns weak weaken weakens weaker
  weakest weakness worries worry worse worsen worsens worst
`);

/** Words that turn the next ones around. */
const NEGATIONS = words(`
  aren't cannot can't didn't doesn't don't hardly isn't lack lacks neither never no none nor not
  unlikely wasn't without won't
`);

/** Good by themselves, but a bad word in the headline says what grew: "record losses". */
const SIZES = words("high higher highest record rise rises rising top surge surges jump jumps");
/** Words that turn a bad word good: "fears ease". */
const RELIEFS = words(`
  ease eased eases easing fade fades narrow narrowing narrows overcome overcomes recede
  recedes resolve resolves shrug
`);

/** "Failed to", "fails to": bad by themselves, and they turn what follows. */
const FAILURES = words("fail failed fails");

/** How many of the next words a negation reaches. */
const NEGATION_REACH = 3;

/** Most words are in none of the lists; one look here spares them five. */
const VOCABULARY = new Set([...GOOD, ...BAD, ...NEGATIONS, ...FAILURES, ...SIZES, ...RELIEFS]);

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

/** What the word list makes of one headline. */
export type Tone = -1 | 0 | 1;

/**
 * Whether a headline sounds good (1), bad (−1) or neither (0), by the lab's word list.
 *
 * A negation turns the three words after it; a word of size ("record", "higher") takes the side of a
 * bad word in the same headline; relief ("fears ease") turns bad words good. The side with more
 * words wins.
 *
 * @param text One headline in English.
 *
 * @example Negation and size
 * ```ts
 * import { headlineTone } from "lab/committee";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(
 *   [
 *     "Chip makers beat estimates on strong demand",
 *     "Chip makers did not beat estimates",
 *     "Banks report record losses",
 *     "Insurers to present at conference",
 *   ].map(headlineTone),
 *   [1, -1, -1, 0],
 * );
 * ```
 */
export function headlineTone(text: string): Tone {
  let tone = heard.get(text);
  if (tone === undefined) {
    if (heard.size >= MOST_HEARD) heard.clear();
    heard.set(text, tone = toneOf(text));
  }
  return tone;
}

/** Each analyst hears a headline again in every brief of four weeks. */
const heard = new Map<string, Tone>();
const MOST_HEARD = 10_000;

function toneOf(text: string): Tone {
  const tokens = text.toLowerCase().replaceAll("’", "'").match(/[a-z]+(?:'[a-z]+)?/g) ?? [];
  let good = 0, bad = 0, size = 0, relief = false, reach = 0;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (!VOCABULARY.has(token)) {
      if (reach > 0) reach--;
      continue;
    }
    if (NEGATIONS.has(token)) {
      reach = NEGATION_REACH;
      continue;
    }
    const negated = reach > 0;
    if (reach > 0) reach--;
    if (RELIEFS.has(token) && !negated) relief = true;
    if (SIZES.has(token)) size += negated ? -1 : 1;
    else if (GOOD.has(token)) negated ? bad++ : good++;
    else if (BAD.has(token)) negated ? good++ : bad++;
    // "to" itself is one of the words reached.
    if (FAILURES.has(token) && tokens[i + 1] === "to") reach = NEGATION_REACH + 1;
  }
  if (bad > good) {
    // Size sides with what it measures: record losses, higher defaults.
    return relief ? 1 : -1;
  }
  return Math.sign(good - bad + size) as Tone;
}
