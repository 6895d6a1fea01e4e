/** Words as a list in a sentence: `a`, `a and b`, `a, b and c`. */
export function wordList(parts: readonly string[]): string {
  return parts.length < 2
    ? parts.join("")
    : `${parts.slice(0, -1).join(", ")} and ${parts[parts.length - 1]}`;
}
