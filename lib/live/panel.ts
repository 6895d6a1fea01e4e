/** One slider of a panel. Its figures are in the unit that the reader sees, such as percent. */
export interface Slider {
  readonly name: string;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Where it stands at first. */
  readonly value: number;
}

/** Where the sliders of a panel stand, by name. */
export type SliderValues = Readonly<Record<string, number>>;

/** What a panel shows for one state. */
export interface PanelView {
  /** The finding, as a sentence worked out from the state. */
  readonly title: string;
  readonly subtitle: string;
  /** What stands beside each slider, by its name; also what a screen reader says of its place. */
  readonly readouts: Readonly<Record<string, string>>;
  /** The drawing: the content of an SVG element of this size. */
  readonly width: number;
  readonly height: number;
  readonly drawing: string;
  /** Sentences below the drawing, the source line last. */
  readonly notes: readonly string[];
}

/**
 * A panel: a pure function of data and sliders, and a drawing of its result.
 *
 * Everything in it is made of the lab's own pure functions, so that the same code runs in the
 * kernel, where the first picture is drawn, and in the reader's browser, where the sliders are. Data
 * must be plain: it travels as JSON.
 */
export interface Panel<Data, State> {
  /** Name of its file in `entries/`, which is what gets bundled. */
  readonly name: string;
  /** What the group of sliders is called. */
  readonly legend: string;
  sliders(data: Data): readonly Slider[];
  /** The lab's own arithmetic on the data, with the sliders where they stand. */
  state(data: Data, values: SliderValues): State;
  /** The state as a picture, beside the one that the panel began with. */
  view(data: Data, state: State, start: State): PanelView;
}

/** Where the sliders stand at first. */
export function startValues(sliders: readonly Slider[]): SliderValues {
  return Object.fromEntries(sliders.map(({ name, value }) => [name, value]));
}
