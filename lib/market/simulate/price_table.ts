import { type RandomStream, randomStream } from "../../stats/mod.ts";
import type { Instrument } from "../instrument.ts";
import { INSTRUMENTS } from "../instruments.ts";
import type { PriceTable } from "../market.ts";
import { isSector, SECTORS } from "../sectors.ts";
import { at } from "./at.ts";
import { gearedValue } from "./geared_value.ts";
import { INDEX_FUND, LEAD_DAYS, SECTOR_PARAMETERS } from "./parameters.ts";
import { SHARD, type World } from "./world.ts";

/**
 * Share of a day's move that happens before the open: the mean of XLE, XLK and SPY 2018 to 2025,
 * 40 to 43 % of the variance (XLU 22 %), with overnight and intraday returns uncorrelated. Both hold
 * when the gap is θ·r plus noise of variance θ(1 − θ).
 */
const OVERNIGHT_SHARE = 0.4;
const OVERNIGHT_NOISE = Math.sqrt(OVERNIGHT_SHARE * (1 - OVERNIGHT_SHARE));
/** Log volume: what a day's move adds, its noise, and how long a busy time lasts. */
const VOLUME_PER_MOVE = 0.25, VOLUME_NOISE = 0.22, VOLUME_MEMORY = 0.9, VOLUME_DRIFT = 0.08;
/**
 * Technicals: log volume is this much higher on rising days and lower on falling ones for each unit
 * of the hidden signal. Accumulation shows in volume, not in past returns, so momentum stays blind.
 */
const VOLUME_PER_SIGNAL = 0.12;
/** First price of an inverse fund, dollars. */
const INVERSE_FIRST_PRICE = 60;
/** Volume of an inverse fund whose dollars a day are not known. */
const UNKNOWN_ADV_USD = 50_000;

/** Prices end in cents, as real ones do; it also makes them the same on every processor. */
const toCents = (price: number) => Math.max(0.01, Math.round(price * 100) / 100);
/** A geared fund can fall for decades; seven whole digits keep its returns, where cents would not. */
function toSevenDigits(price: number): number {
  let scale = 1;
  while (price * scale < 1e6) scale *= 10;
  return Math.round(price * scale) / scale;
}
/** Board lots. */
const toLots = (shares: number) => Math.max(100, Math.round(shares / 100) * 100);

interface Column {
  readonly close: Float64Array;
  readonly open: Float64Array;
  readonly volume: Float64Array;
}

/** What a column is drawn from: returns and volatilities by day of the world, and a stream of its own. */
interface Drawn {
  readonly returns: Float64Array;
  readonly vols: (t: number) => number;
  readonly first: { readonly firstPrice: number; readonly sharesPerDay: number };
  readonly signal?: Float64Array;
}

function drawnColumn(
  { returns, vols, first, signal }: Drawn,
  count: number,
  stream: RandomStream,
): Column {
  const close = new Float64Array(count), open = new Float64Array(count);
  const volume = new Float64Array(count);
  let price = first.firstPrice, busy = 0;
  for (let k = 0; k < count; k++) {
    const t = k + LEAD_DAYS;
    const r = returns[t], vol = vols(t);
    const before = price;
    price *= 1 + r;
    const gap = OVERNIGHT_SHARE * r + OVERNIGHT_NOISE * vol * stream.normal();
    open[k] = toCents(before * Math.max(0.3, 1 + gap));
    close[k] = toCents(price);
    busy = VOLUME_MEMORY * busy + VOLUME_DRIFT * stream.normal();
    // The move is measured against the day before on paper, as a reader of closes would.
    const rising = k === 0 ? Math.sign(r) : Math.sign(close[k] - close[k - 1]);
    const told = signal ? VOLUME_PER_SIGNAL * signal[t - 1] * rising : 0;
    volume[k] = toLots(
      first.sharesPerDay * (first.firstPrice / price) * Math.exp(
        busy + VOLUME_PER_MOVE * Math.min(4, Math.abs(r) / vol) +
          VOLUME_NOISE * stream.normal() + told,
      ),
    );
  }
  return { close, open, volume };
}

/** An inverse fund, which follows the closes of another. */
function inverseColumn(
  fund: Instrument,
  followed: Column,
  rates: Float64Array,
  stream: RandomStream,
): Column {
  const count = followed.close.length;
  const close = new Float64Array(count), open = new Float64Array(count);
  const volume = new Float64Array(count);
  let nav = INVERSE_FIRST_PRICE;
  for (let k = 0; k < count; k++) {
    const before = nav;
    const base = k === 0 ? followed.close[0] : followed.close[k - 1];
    nav = k === 0
      ? nav
      : gearedValue(nav, followed.close[k] / base - 1, fund, rates[k + LEAD_DAYS]);
    open[k] = toSevenDigits(
      Math.max(1e-9, before * (1 + fund.leverage * (followed.open[k] / base - 1))),
    );
    close[k] = toSevenDigits(Math.max(1e-9, nav));
    volume[k] = toLots((fund.adv ?? UNKNOWN_ADV_USD) / close[k] * Math.exp(0.5 * stream.normal()));
  }
  return { close, open, volume };
}

/**
 * Closes, opens and volumes of the sectors, the index fund and the inverse funds, without the lead.
 *
 * A fund that was not listed on a day has no price on it. Inverse funds follow the simulated sector
 * fund itself, with their fee and the day's risk-free rate; the real ones followed other indices
 * until 2023-03-17.
 *
 * @param rates Risk-free rate per year for each day of the world, lead included.
 */
export function priceTable(world: World, rates: Float64Array): PriceTable {
  const days = world.days.slice(LEAD_DAYS);
  const count = days.length;
  // One stream per fund: a longer world then begins like a shorter one, and a new fund moves no other.
  let shard: number = SHARD.funds;
  const nextStream = () => randomStream(world.seed, shard++);

  const columns = new Map<string, Column>();
  SECTORS.forEach((sector, i) =>
    columns.set(
      sector,
      drawnColumn(
        {
          returns: world.returns[i],
          vols: (t) =>
            Math.hypot(
              world.residualVols[i][t],
              SECTOR_PARAMETERS[sector].beta * world.marketVols[t],
            ),
          first: SECTOR_PARAMETERS[sector],
          signal: world.signals.technicals[i],
        },
        count,
        nextStream(),
      ),
    )
  );
  columns.set(
    INDEX_FUND.ticker,
    drawnColumn(
      { returns: world.market, vols: (t) => world.marketVols[t], first: INDEX_FUND },
      count,
      nextStream(),
    ),
  );
  for (const fund of INSTRUMENTS) {
    if (fund.leverage > 0 || fund.sector === undefined) continue;
    const followed = columns.get(fund.sector === "market" ? INDEX_FUND.ticker : fund.sector);
    if (followed) columns.set(fund.ticker, inverseColumn(fund, followed, rates, nextStream()));
  }

  for (const fund of INSTRUMENTS) {
    const table = columns.get(fund.ticker);
    if (!table) continue;
    for (let k = 0; k < count; k++) {
      if (days[k] >= fund.listedFrom && days[k] <= (fund.listedTo ?? "9999-12-31")) continue;
      table.close[k] = table.open[k] = table.volume[k] = NaN;
    }
  }

  const part = (name: keyof Column): ReadonlyMap<string, Float64Array> =>
    new Map(
      [...columns].sort(([a], [b]) => Number(isSector(b)) - Number(isSector(a)))
        .map(([ticker, table]) => [ticker, table[name]]),
    );
  return {
    days,
    availableAt: days.map((on) => at(on, "16:00")),
    close: part("close"),
    open: part("open"),
    volume: part("volume"),
  };
}
