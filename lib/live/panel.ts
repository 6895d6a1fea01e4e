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

/** What a step is divided by where a value lies between two of them; beyond the last it is rounded. */
const FINER = [1, 2, 10, 100];

/**
 * A slider that can stand where it begins: a browser moves one whose value lies between two steps or
 * past its ends, and it would then read another number than it stands at.
 *
 * @param slider With the range and the step that it has if its value allows them.
 */
export function sliderAt(slider: Slider): Slider {
  const { min, max } = slider;
  const lies = (step: number) => {
    const steps = (slider.value - min) / step;
    return Math.abs(steps - Math.round(steps)) < 1e-6;
  };
  const finer = FINER.find((part) => lies(slider.step / part)) ?? FINER[FINER.length - 1];
  const step = Number((slider.step / finer).toPrecision(12));
  const value = Number((min + Math.round((slider.value - min) / step) * step).toPrecision(12));
  return { ...slider, step, value, min: Math.min(min, value), max: Math.max(max, value) };
}

/** Decimals that a slider's own number needs. */
export function sliderDigits({ step }: Pick<Slider, "step">): number {
  return String(step).split(".")[1]?.length ?? 0;
}

/** Where the sliders of a panel stand, by name. */
export type SliderValues = Readonly<Record<string, number>>;

/** A place on a panel's drawing, in its own pixels. */
export interface PanelPlace {
  readonly x: number;
  readonly y: number;
}

/** A point that is dragged over the drawing, or moved by keys, and gives several values at once. */
export interface PanelPoint<Data> {
  /** What a screen reader calls it. */
  readonly label: string;
  /** How it is moved, as a sentence. */
  readonly hint: string;
  /** Where it can be seized: a rectangle on the drawing. */
  readonly area: PanelPlace & { readonly width: number; readonly height: number };
  start(data: Data): SliderValues;
  placeOf(values: SliderValues): PanelPlace;
  /** The values nearest to a place, which may lie outside of the area. */
  valuesAt(place: PanelPlace): SliderValues;
  /** The values after a key, or undefined for a key that means nothing here. */
  afterKey(
    values: SliderValues,
    key: string,
    options: { readonly isLarge: boolean; readonly start: SliderValues },
  ): SliderValues | undefined;
  /** Where it stands: in percent of its first value, and in words. */
  position(values: SliderValues): { readonly percent: number; readonly words: string };
}

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
  /** Instead of sliders or beside them. */
  readonly point?: PanelPoint<Data>;
  /** The lab's own arithmetic on the data, with the sliders where they stand. */
  state(data: Data, values: SliderValues): State;
  /** The state as a picture, beside the one that the panel began with. */
  view(data: Data, state: State, start: State): PanelView;
}

/** Where the sliders stand at first. */
export function startValues(sliders: readonly Slider[]): SliderValues {
  return Object.fromEntries(sliders.map(({ name, value }) => [name, value]));
}

/** All values of a panel at first: those of its sliders, and of its point. */
export function panelStart<Data, State>(panel: Panel<Data, State>, data: Data): SliderValues {
  return { ...startValues(panel.sliders(data)), ...panel.point?.start(data) };
}
