/** A server on this machine that answers in the documented shapes, each address behind its host's name. */
import {
  frenchZip,
  fundJson,
  holdingsXlsx,
  navXlsx,
  newsItem,
  newsJson,
  type ServedNav,
  treasuryCsv,
} from "./shapes.ts";
import { cover, edgar, type EdgarFiling, income } from "./sec/edgar.ts";

/** Answers by the part of an address that tells it; the first that fits counts. */
export type Answers = Readonly<Record<string, (address: URL) => Response>>;

/** Bytes or text as an answer. */
export const answer = (
  body: Uint8Array<ArrayBuffer> | string,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
) => new Response(body, { status, headers });

/** A fund bought by a tenth in one week and split two for one in the next. */
export const NAVS: readonly ServedNav[] = [
  ["27-Feb-2024", 99, "-"],
  ["01-Mar-2024", 100, 1000],
  ["05-Mar-2024", 100, 1100],
  ["08-Mar-2024", 100, 1100],
  ["12-Mar-2024", 50, 2200],
  ["15-Mar-2024", 50, 2090],
];

/** Years of a company with 100 shares: 10 dollars earned, and in 2017 and 2023 a fifth more. */
export const FILINGS: readonly EdgarFiling[] = [
  ...[2016, 2017].map((year, i): EdgarFiling => ({
    accession: `0000000001-${year - 1999}-000001`,
    form: "10-K",
    filingDate: `${year + 1}-02-15`,
    accepted: `${year + 1}-02-15T12:00:00.000Z`,
    figures: [
      income(`${year}-01-01`, `${year}-12-31`, 10 + 2 * i),
      cover(`${year + 1}-02-10`, 100),
    ],
  })),
  {
    accession: "0000000001-23-000001",
    form: "10-K",
    filingDate: "2023-02-15",
    accepted: "2023-02-15T12:00:00.000Z",
    figures: [income("2022-01-01", "2022-12-31", 10), cover("2023-02-10", 100)],
  },
  {
    accession: "0000000001-24-000001",
    form: "10-K",
    filingDate: "2024-02-15",
    accepted: "2024-02-15T12:00:00.000Z",
    figures: [income("2023-01-01", "2023-12-31", 12), cover("2024-02-10", 100)],
  },
];

const EDGAR = edgar(
  new Map([[1, { ticker: "NVDA", filings: FILINGS }], [2, { ticker: "AAPL", filings: FILINGS }]]),
);

/** What EDGAR says of two companies. */
function sec(address: URL): Response {
  const found = EDGAR.get(`https:/${address.pathname}`);
  return found === undefined ? answer("<html>no</html>", 404) : answer(new Uint8Array(found));
}

/** A company's closes as the chart sends them: two dollars on each week day of some years. */
export function chartJson(close = 2): string {
  const first = Date.UTC(2017, 0, 3, 14, 30), days: number[] = [];
  for (let i = 0; i < 2640; i++) {
    const at = new Date(first + i * 86_400_000);
    if (at.getUTCDay() % 6 !== 0) days.push(at.getTime() / 1000);
  }
  const column = days.map(() => close);
  return JSON.stringify({
    chart: {
      result: [{
        meta: { symbol: "X", currency: "USD", exchangeTimezoneName: "America/New_York" },
        timestamp: days,
        indicators: {
          quote: [{ open: column, high: column, low: column, close: column, volume: column }],
          adjclose: [{ adjclose: column }],
        },
      }],
      error: null,
    },
  });
}

/** What every source answers where a test asks for nothing else. */
export const USUAL: Answers = {
  "/navhist-us-en-": () => answer(navXlsx(NAVS)),
  "/holdings-daily-us-en-": () =>
    answer(
      holdingsXlsx("15-Mar-2024", [["NVIDIA CORP", "NVDA", "60"], ["APPLE INC", "AAPL", "39"], [
        "US DOLLAR",
        "-",
        "1",
      ]]),
    ),
  "/daily-treasury-rates.csv/2024": () =>
    answer(treasuryCsv([["03/14/2024", "5.48"], ["03/15/2024", "5.50"]])),
  "/daily-treasury-rates.csv/": () => answer(treasuryCsv([])),
  "/F-F_Research_Data_Factors_daily": () =>
    answer(frenchZip("F-F_Research_Data_Factors_daily.CSV", ",Mkt-RF,SMB,HML,RF", [
      "20240301,   0.50,   0.10,  -0.20,   0.02",
      "20240304,   0.50, -99.99,  -0.20,   0.02",
      "20240305,   0.50,   0.30,   0.40,   0.02",
    ])),
  "/F-F_Momentum_Factor_daily": () =>
    answer(frenchZip("F-F_Momentum_Factor_daily.CSV", ",Mom   ", [
      "20240301,   0.70",
      "20240304,   0.70",
      "20240305,  -0.10",
    ])),
  "sec.gov/": sec,
  "/v8/finance/chart/": () => answer(chartJson()),
  "/v1/finance/search": () => answer(newsJson([newsItem({})])),
  "/v10/finance/quoteSummary": () =>
    answer(fundJson({ priceToEarnings: 0.04, priceToBook: 0.2, priceToSales: 0.3 })),
  "/v1/test/getcrumb": () => answer("a.crumb"),
  "/quote/AAPL": () =>
    answer("<html>a page</html>", 200, {
      "content-type": "text/html",
      "set-cookie": "A3=x; Domain=.yahoo.com; Path=/; Max-Age=3600",
    }),
};

/** Runs something against such a server; `asked` are the addresses in order, without the server's own. */
export async function served(
  answers: Answers,
  act: (at: { readonly mirror: string; readonly asked: string[] }) => Promise<void>,
): Promise<void> {
  const asked: string[] = [], all = Object.entries({ ...answers });
  for (const [part, usual] of Object.entries(USUAL)) {
    if (!(part in answers)) all.push([part, usual]);
  }
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, (request) => {
    const address = new URL(request.url);
    asked.push(address.pathname.slice(1) + address.search);
    const found = all.find(([part]) => `${address.pathname}${address.search}`.includes(part));
    return found === undefined ? answer("nothing here", 404) : found[1](address);
  });
  try {
    await act({ mirror: `http://127.0.0.1:${server.addr.port}`, asked });
  } finally {
    await server.shutdown();
  }
}

/** A clock that waits by going forward. */
export function fakeClock(start: string) {
  let ms = Date.parse(start);
  const waits: number[] = [];
  return {
    now: () => ms,
    pause: (wait: number) => {
      waits.push(wait);
      ms += wait;
      return Promise.resolve();
    },
    /** Waits that were asked for, milliseconds. */
    waits,
    set: (moment: string) => void (ms = Date.parse(moment)),
  };
}
