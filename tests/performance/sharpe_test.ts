import { loScale, loSharpe, sharpe } from "lab/performance";
import { weekly, WEEKS } from "./weekly_fixture.ts";
import { near } from "./near.ts";

const { book, riskFree } = weekly;
const options = { periodsPerYear: WEEKS };

Deno.test("sharpe() is empyrical's and quantstats', without and with a risk-free series", () => {
  near(sharpe(book, options).value, 1.0735097783321392); // ep.sharpe_ratio(r, annualization=52); qs.stats.sharpe(r, periods=52)
  near(sharpe(book, { ...options, riskFree }).value, 0.8697691648419883); // ep.sharpe_ratio(r, risk_free=rf, annualization=52)
});

Deno.test("sharpe() has Lo's GMM error, and Mertens' without lags", () => {
  const error = (lags: number) => {
    const { interval } = sharpe(book, { ...options, riskFree, lags });
    return interval.low === undefined ? undefined : interval.standardError;
  };
  // g @ Omega @ g / n with Omega the Newey–West matrix of (x-mu, (x-mu)**2-s2), g = (1/s, -mu/(2 s**3))
  near(error(4), 0.594248774246234);
  // np.sqrt((1 - skew(x)*sr + (kurtosis(x)+2)/4*sr**2)/n)*np.sqrt(52), sr = x.mean()/x.std(ddof=0)
  near(error(0), 0.5471315713557493);
  const { value, interval: range } = sharpe(book, { ...options, riskFree, lags: 4 });
  // scipy.stats.t.ppf(.975, 179) = 1.9733054338414737
  near(range.high! - value!, 1.9733054338414737 * 0.594248774246234);
});

Deno.test("loSharpe() scales by Lo's factor, with few and with all autocorrelations", () => {
  // eta = 52/np.sqrt(52 + 2*sum((52-k)*acf(x)[k] for k in 1..K)); eta*x.mean()/x.std(ddof=1)
  near(loSharpe(book, { ...options, riskFree, lags: 4 }).value, 0.8296942404023369);
  near(loSharpe(book, { ...options, riskFree, lags: 51 }).value, 0.7556381525060692);
  // qs.stats.smart_sharpe(r, periods=52) is 0.8937… without a rate: another formula, not compared.
});

Deno.test("loScale() is Lo's closed form for a first-order autoregression", () => {
  // √q·[1 + 2ρ/(1−ρ)·(1 − (1−ρ^q)/(q(1−ρ)))]^(−1/2) (Lo 2002, eq. 22)
  for (const rho of [-0.3, 0.2, 0.9]) {
    const q = 12;
    const known = Math.sqrt(q) /
      Math.sqrt(1 + 2 * rho / (1 - rho) * (1 - (1 - rho ** q) / (q * (1 - rho))));
    near(loScale(q, Array.from({ length: q }, (_, k) => rho ** (k + 1))), known, 1e-12);
  }
});
