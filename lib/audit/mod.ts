/**
 * Checks that stand beside the chain: they know its types and run none of its code.
 *
 * {@linkcode checkOrders} maps orders back to exposures and judges every limit by arithmetic of its
 * own, before anything is shown.
 *
 * @module
 */
export { checkOrders } from "./check_orders.ts";
export type { Judgement, OrdersToCheck, RuleGivenWay } from "./judgement.ts";
