/** A limit of `book.effects` in words that need no dictionary, as part of a sentence. */
export function limitWords(limit: string): string {
  if (limit.startsWith("sector ")) return "the cap on a single sector";
  if (limit.startsWith("correlated ")) return "the limit on sectors that moved together";
  if (limit.startsWith("style ")) return `the limit on the style ${limit.slice("style ".length)}`;
  if (limit.startsWith("fund ")) {
    const scope = limit.slice("fund ".length);
    return `what the fund of ${scope === "hedge" ? "the hedge" : scope} can carry`;
  }
  switch (limit) {
    case "reach":
      return "the reach of all views beyond their share (to make up for what others lose)";
    case "gross floor":
      return "the gross that comes before the turnover budget";
    case "capital":
      return "the limit on capital (money in funds)";
    case "gross":
      return "the gross (the sum of all sizes)";
    case "net":
      return "the limit on net (long minus short)";
    case "long side":
    case "short side":
      return `the limit on the ${limit}`;
    case "cluster":
      return "the cluster limit (on sectors that tend to move together)";
    case "beta":
    case "hedge direction":
      return "the limit on beta (how much the book moves with the market)";
    case "volatility":
      return "the limit on volatility (how much the book may swing)";
    case "hedge":
      return "the limit on the market hedge";
    case "sign":
      return "the rule that no view is turned around";
    case "objective":
      return "expected returns and risk";
    case "cost":
      return "the cost of trading";
    case "turnover":
      return "the turnover budget (how much may be traded in a month)";
    case "held":
      return "rules on trades (small trades and young positions)";
    case "closed":
      return "sectors closed today";
    default:
      return `the limit “${limit}”`;
  }
}
