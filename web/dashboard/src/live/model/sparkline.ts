import { formatCount } from '../../shared/format/number';
import type { HistoryPoint } from './history';

export interface SparklinePath {
  readonly line: string;
  readonly area: string;
  readonly peak: number;
  /** "last 4 min" */
  readonly span: string;
  /** the same in a sentence, for readers who do not see the line */
  readonly summary: string;
}

/** Room above the peak, so that a steady number is a line and not a full box. */
const HEADROOM = 1.35;

/**
 * SVG paths in a box of `width` x `height`; null when there is no point yet. The scale starts at
 * zero, so that one visitor more among a hundred does not look like a jump.
 */
export function sparklinePath(
  history: readonly HistoryPoint[],
  width: number,
  height: number,
): SparklinePath | null {
  const [first] = history;
  const last = history.at(-1);
  if (first === undefined || last === undefined) return null;
  const numbers = history.map(({ visitors }) => visitors);
  const peak = Math.max(...numbers);
  const lowest = Math.min(...numbers);
  const spanMs = last.atMs - first.atMs;
  const x = (atMs: number) => (spanMs === 0 ? width : ((atMs - first.atMs) / spanMs) * width);
  const y = (visitors: number) => height - (visitors / (Math.max(peak, 1) * HEADROOM)) * height;
  const corners = history.map(({ atMs, visitors }) => `${round(x(atMs))} ${round(y(visitors))}`);
  // A single point is drawn as a level line: the number has held since we look.
  if (corners.length === 1) corners.unshift(`0 ${round(y(first.visitors))}`);
  const line = `M${corners.join('L')}`;
  const span = spanText(spanMs);
  return {
    line,
    area: `${line}L${width} ${height}L0 ${height}Z`,
    peak,
    span,
    summary: `Visitors now, ${span}: between ${formatCount(lowest)} and ${formatCount(peak)}`,
  };
}

function spanText(spanMs: number): string {
  const minutes = Math.round(spanMs / 60_000);
  return minutes < 1 ? 'since a moment ago' : `last ${minutes} min`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
