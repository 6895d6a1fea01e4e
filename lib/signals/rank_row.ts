/**
 * Average ranks of a short row, written into `ranks`: `averageRanks` of lab/stats without its checks
 * and its allocations, for tables of thousands of rows whose numbers were checked once.
 *
 * @param order Room for as many whole numbers; its content is overwritten.
 */
export function rankRow(
  values: Float64Array,
  count: number,
  ranks: Float64Array,
  order: Uint16Array,
): void {
  // Insertion sort: rows hold eleven names.
  for (let i = 0; i < count; i++) {
    const value = values[i];
    let at = i;
    while (at > 0 && values[order[at - 1]] > value) {
      order[at] = order[at - 1];
      at--;
    }
    order[at] = i;
  }
  for (let first = 0; first < count;) {
    let end = first + 1;
    while (end < count && values[order[end]] === values[order[first]]) end++;
    // Positions first … end − 1 hold ranks first + 1 … end.
    for (let k = first; k < end; k++) ranks[order[k]] = (first + 1 + end) / 2;
    first = end;
  }
}
