/**
 * How many were tried, and how far their ratios lie apart; 1/n, what independent returns without skill
 * give, where there are no committees to see it from.
 */
export function triedBefore(
  tried: number,
  dice: readonly number[],
  sharpes: readonly number[] | undefined,
  periods: number,
) {
  if (sharpes !== undefined) return { tried, sharpes };
  if (dice.length < 2) return { tried, variance: 1 / periods };
  const mean = dice.reduce((sum, one) => sum + one, 0) / dice.length;
  const squares = dice.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return { tried, variance: squares / (dice.length - 1) };
}
