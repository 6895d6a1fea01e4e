/**
 * The definitions of `path_statistics.ts` reproduce `data/calibration.json` from the prices it was
 * made of. Those prices do not belong to the repository: the test runs in the soak, where they are
 * found beside it.
 */
import { soakTest } from "../../soak.ts";
import { equal } from "node:assert/strict";
import { SECTORS } from "lab/market";
import { pathStatistics } from "./path_statistics.ts";

const prices = new URL("../../../../shared/data/sectors_adjclose.csv", import.meta.url);

function exists(file: URL): boolean {
  try {
    return Deno.statSync(file).isFile;
  } catch {
    return false;
  }
}

if (exists(prices)) {
  soakTest("pathStatistics() of the real prices are the figures of calibration.json", () => {
    const [header, ...rows] = Deno.readTextFileSync(prices).trim().split("\n")
      .map((line) => line.split(","));
    const used = rows.filter(([on]) => on >= "2018-06-19");
    const returns = (ticker: string) => {
      const column = header.indexOf(ticker);
      return Float64Array.from(
        used.slice(1),
        (row, k) => Number(row[column]) / Number(used[k][column]) - 1,
      );
    };
    const found = pathStatistics(SECTORS.map(returns), returns("SPY"));
    const target = JSON.parse(
      Deno.readTextFileSync(new URL("../../../data/calibration.json", import.meta.url)),
    );
    const same = (value: number, expected: number, digits: number) =>
      equal(value.toFixed(digits), expected.toFixed(digits));

    SECTORS.forEach((sector, i) => {
      const real = target.per_sector.common_11[sector], ours = found.sectors[i];
      same(ours.annVol, real.ann_vol, 4);
      same(ours.beta, real.beta_spy, 4);
      same(ours.exKurt, real.ex_kurt, 2);
      same(ours.hillLeft5, real.hill_left5, 2);
      same(ours.acfAbs1, real.acf_abs["1"], 3);
      same(ours.acfAbs21, real.acf_abs["21"], 3);
      same(ours.acfRet1, real.acf1, 4);
      same(ours.maxDd, real.max_dd, 4);
      same(ours.leverage, real.leverage_corr_r_t_absr_tp1, 3);
    });
    const { mean_pair, rolling63_mean_pair } = target.corr.common_11;
    same(found.meanPair, mean_pair, 4);
    same(found.rollingP05, rolling63_mean_pair.p05, 3);
    same(found.rollingP95, rolling63_mean_pair.p95, 3);
    const cross = target.cross_section.common_11;
    same(found.dispersion4w, cross["4w"].dispersion_mean, 4);
    for (const horizon of ["1w", "4w", "13w"] as const) {
      same(found.rankAutocorrelation[horizon].mean, cross[horizon].rank_autocorr_mean, 4);
      same(found.rankAutocorrelation[horizon].t, cross[horizon].rank_autocorr_t, 2);
    }
  });
}
