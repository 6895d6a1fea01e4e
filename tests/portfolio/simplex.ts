/** What counts as nothing beside figures of about one. */
const NOTHING = 1e-11;

/**
 * The largest c·x with Ax ≤ b and x ≥ 0, or nothing where no x will do: the simplex method on a
 * dictionary, with Bland's rule, so that it ends (Chvátal, Linear Programming, 1983, ch. 2 and 3).
 */
export function simplex(
  c: readonly number[],
  rows: readonly (readonly number[])[],
  b: readonly number[],
): { readonly x: readonly number[]; readonly value: number } | undefined {
  const n = c.length, m = rows.length;
  // Variables 0 … n−1 are x, n … n+m−1 the slacks, n+m what every row is short of at first.
  const basic = rows.map((_, k) => n + k), free = [...c.keys(), n + m];
  const table = rows.map((row, k) => [b[k], ...row.map((a) => -a), 1]);
  let goal = [0, ...c.map(() => 0), -1];
  const pivot = (leave: number, enter: number) => {
    const row = table[leave], at = enter + 1, by = -row[at];
    row[at] = -1;
    for (let j = 0; j < row.length; j++) row[j] /= by;
    for (const other of [...table, goal]) {
      const times = other[at];
      if (other === row || times === 0) continue;
      other[at] = 0;
      for (let j = 0; j < row.length; j++) other[j] += times * row[j];
    }
    [basic[leave], free[enter]] = [free[enter], basic[leave]];
  };
  const climb = () => {
    for (;;) {
      const better = free.map((_, j) => j).filter((j) => goal[j + 1] > NOTHING);
      if (better.length === 0) return;
      const enter = better.reduce((one, j) => free[j] < free[one] ? j : one);
      let leave = -1, least = Infinity;
      table.forEach((row, k) => {
        if (row[enter + 1] >= -NOTHING) return;
        const step = Math.max(row[0], 0) / -row[enter + 1];
        if (step < least - 1e-13 || (step < least + 1e-13 && basic[k] < basic[leave])) {
          [leave, least] = [k, step];
        }
      });
      if (leave < 0) throw new RangeError("Cannot find the largest value: nothing bounds it");
      pivot(leave, enter);
    }
  };
  const short = table.reduce((one, row, k) => row[0] < table[one][0] ? k : one, 0);
  if (m > 0 && table[short][0] < 0) {
    pivot(short, n);
    climb();
    if (goal[0] < -1e-10) return undefined;
    const stays = basic.indexOf(n + m);
    if (stays >= 0) {
      const enter = free.reduce(
        (one, _, j) => Math.abs(table[stays][j + 1]) > Math.abs(table[stays][one + 1]) ? j : one,
        0,
      );
      pivot(stays, enter);
    }
  }
  const spare = free.indexOf(n + m);
  free.splice(spare, 1);
  for (const row of table) row.splice(spare + 1, 1);
  goal = [0, ...free.map((v) => c[v] ?? 0)];
  basic.forEach((v, k) => {
    if (v < n) table[k].forEach((value, j) => goal[j] += c[v] * value);
  });
  climb();
  const x = c.map(() => 0);
  basic.forEach((v, k) => {
    if (v < n) x[v] = table[k][0];
  });
  return { x, value: goal[0] };
}
