/**
 * 150 periods of six related trials, drawn so that a Python script can follow digit for digit:
 *
 *     def lehmer(s):
 *         while True: s = 16807*s % 2147483647; yield s/2147483647 - 0.5
 *     g = lehmer(2024)
 *     for t in range(150):
 *         common = next(g)
 *         for k in range(6): D[t, k] = 0.02*(next(g) + 0.5*common) + EDGES[k]
 *
 * @returns One list per trial.
 */
export function lehmerReturns(): number[][] {
  const edges = [0.0006, 0.0003, 0, -0.0005, -0.004, -0.001];
  let state = 2024;
  const next = () => (state = 16807 * state % 2147483647) / 2147483647 - 0.5;
  const columns: number[][] = edges.map(() => []);
  for (let t = 0; t < 150; t++) {
    const common = next();
    edges.forEach((edge, k) => columns[k].push(0.02 * (next() + 0.5 * common) + edge));
  }
  return columns;
}
