import { ordersCsv } from "../../portfolio/mod.ts";
import { ordersScheduleCsv } from "../../week/mod.ts";
import { basketOf } from "../rebalance/basket_of.ts";
import type { WeekBook } from "./book_stage.ts";
import { decisionsOf, decisionText, yesOf } from "./approval.ts";
import type { WeekCheck } from "./check_stage.ts";
import type { Week } from "./week.ts";
import { sha256, stageName } from "./week_folder.ts";

/** Writes the orders of a week, once somebody said yes: the same bytes, however often it is run. */
export async function ordersStage(
  { folder, all, say }: Week,
  { plan }: WeekBook,
  { hash: check, schedule }: WeekCheck,
): Promise<void> {
  const yes = yesOf(decisionsOf(folder))!, basket = basketOf(plan, all.week.collarBps);
  const texts: Readonly<Record<string, string>> = {
    "orders.csv": ordersCsv(plan.trades.orders),
    "basket.csv": basket.text,
    ...(schedule.length > 0 ? { "orders_schedule.csv": ordersScheduleCsv(schedule) } : {}),
  };
  const differing = Object.entries(texts).filter(([name, text]) => {
    const there = folder.bytes(name);
    return there === undefined || sha256(there) !== sha256(text);
  });
  if (differing.length > 0) await folder.write(Object.fromEntries(differing));
  const files = Object.fromEntries(
    Object.keys(texts).map((name) => [name, sha256(folder.bytes(name)!)]),
  );
  await folder.put("orders", {
    inputs: {
      [stageName("check")]: check,
      [stageName("approval")]: folder.read("approval")!.sha256,
    },
    result: { files, orders: plan.trades.orders.length },
  });
  say(decisionText(yes) + ".");
  say(`Orders: ${Object.keys(texts).join(", ")} in ${folder.path}`);
}
