import type { ExcludedCount } from '../shared/api/excluded';
import { lastDays } from '../shared/format/day';
import { DayChart } from '../shared/ui/DayChart';
import { byReason, onDay } from './model/exclusions';
import { reasonText } from './model/reasons';

interface ExcludedChartProps {
  readonly counts: readonly ExcludedCount[];
  readonly days: number;
}

export function ExcludedChart({ counts, days }: ExcludedChartProps) {
  const series = byReason(counts)
    .filter(({ events }) => events > 0)
    .map(({ reason }) => {
      const { name, color } = reasonText(reason);
      return { key: reason, name, color };
    });
  const known = counts.map(({ day }) => day);
  const bars = lastDays(days, Date.now(), known).map((day) => ({ day, parts: onDay(counts, day) }));
  return (
    <DayChart label="Excluded events by day and reason" series={series} days={bars} unit="events" />
  );
}
