/** One line of the bench: what was timed, the figure, and what it stands beside. */
export interface BenchRow {
  readonly what: string;
  /** The figure with its unit. */
  readonly measured: string;
  /** The promise, or the peer's figure and the ratio to it. */
  readonly beside: string;
}
