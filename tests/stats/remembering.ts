/** Two hundred periods that remember 0.6 of the last one; Lehmer's generator, so Python can follow. */
export function remembering(): number[] {
  let state = 12345, last = 0;
  return Array.from({ length: 200 }, () => {
    state = 16807 * state % 2147483647;
    return last = 0.6 * last + state / 2147483647 - 0.5;
  });
}
