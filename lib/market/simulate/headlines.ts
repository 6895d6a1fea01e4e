import { randomStream } from "../../stats/mod.ts";
import type { Headline } from "../market.ts";
import { type Sector, SECTOR_LISTED_FROM, SECTORS } from "../sectors.ts";
import { at } from "./at.ts";
import { LEAD_DAYS } from "./parameters.ts";
import { SHARD, type World } from "./world.ts";

/** Chance of a headline per sector and day: about three a week. */
const HEADLINES_PER_DAY = 0.6;
/** Share of headlines that say nothing either way. */
const NEUTRAL_SHARE = 0.3;
/** Log odds of good against bad words, per unit of the hidden signal. */
const ODDS_PER_SIGNAL = 1.3;
/** Minutes of the day at which headlines come; the last three are after the close. */
const CLOCKS = ["07:10", "08:25", "10:05", "11:40", "13:15", "14:50", "16:20", "17:45", "19:30"];

/** Who a sector's headlines are about. */
const SUBJECTS: Readonly<Record<Sector, readonly string[]>> = {
  XLB: ["Chemical makers", "Miners", "Packaging groups", "Steel producers"],
  XLC: ["Media groups", "Telecom carriers", "Streaming services", "Online platforms"],
  XLE: ["Oil producers", "Refiners", "Drillers", "Pipeline operators"],
  XLF: ["Big banks", "Insurers", "Regional lenders", "Asset managers"],
  XLI: ["Machinery makers", "Airlines", "Railroads", "Aerospace suppliers"],
  XLK: ["Chip makers", "Software houses", "Hardware vendors", "Cloud providers"],
  XLP: ["Food companies", "Grocers", "Household brands", "Beverage makers"],
  XLRE: ["Office landlords", "Warehouse trusts", "Mall owners", "Data-centre trusts"],
  XLU: ["Power utilities", "Grid operators", "Gas distributors", "Water utilities"],
  XLV: ["Drug makers", "Hospital chains", "Insurers of health care", "Device makers"],
  XLY: ["Car makers", "Retail chains", "Homebuilders", "Restaurant groups"],
};

/** Sentences with a subject first; the words alone say whether the news is good. */
const GOOD = [
  "beat profit estimates on strong demand",
  "raise full-year outlook after robust orders",
  "win upgrades as analysts turn optimistic",
  "report record sales and improving margins",
  "gain as investors welcome solid results",
  "see growth accelerate, executives confident",
  "surge in popularity with bullish fund managers",
  "announce strong quarter and higher dividends",
  "draw praise for successful cost programme",
  "benefit from favourable ruling, outlook improves",
  "expect stronger pricing and healthy volumes",
  "top forecasts as recovery gathers pace",
  "attract upbeat comments at industry conference",
  "rally in surveys of sentiment, optimism highest this year",
];
const BAD = [
  "miss profit estimates on weak demand",
  "cut full-year outlook after disappointing orders",
  "suffer downgrades as analysts turn pessimistic",
  "report falling sales and shrinking margins",
  "slip as investors punish poor results",
  "see growth slow, executives cautious",
  "fall out of favour with bearish fund managers",
  "warn of weak quarter and lower dividends",
  "face criticism over failed cost programme",
  "hurt by adverse ruling, outlook worsens",
  "expect weaker pricing and declining volumes",
  "fall short of forecasts as slump deepens",
  "draw gloomy comments at industry conference",
  "slump in surveys of sentiment, pessimism highest this year",
];
const NEUTRAL = [
  "to present at industry conference next week",
  "name new members to trade association board",
  "publish schedule for annual meetings",
  "comment on draft reporting rules",
  "keep guidance unchanged",
  "trade in line with the market ahead of data",
  "hold talks on common standards",
  "file routine quarterly statements",
  "move headquarters staff to new offices",
  "results match expectations",
];

/**
 * Headlines of each sector, about three a week, in order of time.
 *
 * How they encode the sentiment signal: three in ten are neutral; of the others the odds of a good
 * against a bad sentence are exp(1.3·s), with s the signal of the evening before. Nothing but the
 * words tells which: subject, time and number of headlines are drawn without looking at s. A third
 * of the headlines come after the close and cannot be used that day.
 */
export function headlines(world: World): Headline[] {
  const stream = randomStream(world.seed, SHARD.headlines);
  const out: Headline[] = [];
  for (let t = LEAD_DAYS; t < world.days.length; t++) {
    const day = world.days[t];
    const today: Headline[] = [];
    SECTORS.forEach((sector, i) => {
      if (stream.uniform() >= HEADLINES_PER_DAY) return;
      const subject = SUBJECTS[sector][stream.integer(SUBJECTS[sector].length)];
      const clock = CLOCKS[stream.integer(CLOCKS.length)];
      const kind = stream.uniform(), side = stream.uniform(), which = stream.uniform();
      const odds = Math.exp(ODDS_PER_SIGNAL * world.signals.sentiment[i][t - 1]);
      const phrases = kind < NEUTRAL_SHARE ? NEUTRAL : side < odds / (1 + odds) ? GOOD : BAD;
      if (day < SECTOR_LISTED_FROM[sector]) return;
      today.push({
        sector,
        text: `${subject} ${phrases[Math.floor(which * phrases.length)]}`,
        availableAt: at(day, clock),
        address: `lab:headlines/${sector}/${day}`,
      });
    });
    // Stable: two headlines of one minute keep the order of sectors.
    today.sort((a, b) =>
      a.availableAt < b.availableAt ? -1 : a.availableAt > b.availableAt ? 1 : 0
    );
    out.push(...today);
  }
  return out;
}
