/** What every chart takes besides its rows. */
export interface ChartOptions {
  /** The finding; by default the sentence that the chart works out from its rows. */
  readonly title?: string;
  /** What is plotted; by default the chart's own words. */
  readonly subtitle?: string;
  /** The line that `sourceLine` of `lab/market` writes. */
  readonly source: string;
  /** What a reader needs to know besides. */
  readonly caption?: string;
}

/** The words around a chart: those given, and its own where none are. */
export function worded(
  options: ChartOptions,
  own: { readonly title: string; readonly subtitle?: string },
): ChartOptions & { readonly title: string } {
  const { title = own.title, subtitle = own.subtitle, source, caption } = options;
  return { title, subtitle, source, caption };
}
