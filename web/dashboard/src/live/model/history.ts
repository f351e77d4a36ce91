/** Visitors now over the last minutes, kept in this tab only. */
export interface HistoryPoint {
  /** local clock */
  readonly atMs: number;
  readonly visitors: number;
}

export const HISTORY_INTERVAL_MS = 5_000;
export const HISTORY_WINDOW_MS = 15 * 60_000;

export function appendPoint(
  history: readonly HistoryPoint[],
  point: HistoryPoint,
): readonly HistoryPoint[] {
  const recent = history.filter(({ atMs }) => atMs > point.atMs - HISTORY_WINDOW_MS);
  return [...recent, point];
}
