export interface Series {
  readonly key: string;
  readonly name: string;
  readonly color: string;
}

export interface ChartDay {
  /** UTC, `YYYY-MM-DD` */
  readonly day: string;
  /** by the key of the series */
  readonly parts: Readonly<Record<string, number>>;
}

export interface Segment {
  readonly key: string;
  readonly color: string;
  /** from the top */
  readonly y: number;
  readonly height: number;
}

/** Few among many stay visible. */
const HEIGHT_MIN = 1.5;

/** The bars of a chart, each from its bottom to its top, and the value at the full height. */
export function stackDays(
  series: readonly Series[],
  days: readonly ChartDay[],
  height: number,
): { readonly bars: readonly (readonly Segment[])[]; readonly most: number } {
  const sums = days.map(({ parts }) => series.reduce((sum, { key }) => sum + (parts[key] ?? 0), 0));
  const most = Math.max(0, ...sums);
  const bars = days.map(({ parts }) => {
    let top = height;
    return series.flatMap(({ key, color }) => {
      const value = parts[key] ?? 0;
      if (value <= 0) return [];
      const tall = Math.max(HEIGHT_MIN, (height * value) / most);
      top = Math.max(0, top - tall);
      return [{ key, color, y: top, height: tall }];
    });
  });
  return { bars, most };
}
