import { capture, informationRatio, trackingError } from "lab/performance";
import { weekly, WEEKS } from "./weekly_fixture.ts";
import { near } from "./near.ts";

const { book, market } = weekly;
const options = { periodsPerYear: WEEKS };

Deno.test("trackingError() and informationRatio() are those of the differences", () => {
  near(trackingError(book, market, options).value, 0.13250331330859774); // (r-m).std(ddof=1)*np.sqrt(52)
  const found = informationRatio(book, market, options).value;
  near(found, 0.74318242219339); // (r-m).mean()/(r-m).std(ddof=1)*np.sqrt(52)
  near(found! / Math.sqrt(WEEKS), 0.10306085885545363); // qs.stats.information_ratio(r, m); ep.excess_sharpe(r, m)
});

Deno.test("capture() is empyrical's", () => {
  near(capture(book, market, "up", options).value, 0.35509098216837826); // ep.up_capture(r, m, period="weekly")
  near(capture(book, market, "down", options).value, 0.29203558472921837); // ep.down_capture(r, m, period="weekly")
});
