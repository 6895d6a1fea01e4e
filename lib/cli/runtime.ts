/** What the figures of a file were worked out by: numbers may differ in their last digit by another. */
export function runtime() {
  const { version: { deno, v8 }, build: { arch } } = Deno;
  return { deno, v8, arch };
}
