/** Largest order as a share of the dollars a fund trades per day (design section 4). */
export const MAX_ADV_SHARE = 0.10;
/** Largest position as a share of a fund's assets (design section 4). */
export const MAX_AUM_SHARE = 0.10;
