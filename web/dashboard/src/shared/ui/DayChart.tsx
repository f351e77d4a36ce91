import { useState, type CSSProperties, type PointerEvent } from 'react';
import { formatDay, formatFullDay } from '../format/day';
import { formatCount } from '../format/number';
import { stackDays, type ChartDay, type Series } from './stackDays';
import styles from './DayChart.module.css';

interface DayChartProps {
  /** what the whole shows, for who cannot see it */
  readonly label: string;
  /** from the bottom of each bar to its top */
  readonly series: readonly Series[];
  readonly days: readonly ChartDay[];
  /** of what a bar is the sum, such as `events` */
  readonly unit: string;
  /** whose days they are */
  readonly zone?: string;
}

const HEIGHT = 100;
const BAR = 10;

/** A bar for each day, made of its parts; the figures of a day under the pointer, all in a table. */
export function DayChart({ label, series, days, unit, zone = 'UTC' }: DayChartProps) {
  const [pointed, setPointed] = useState<number | null>(null);
  const { bars, most } = stackDays(series, days, HEIGHT);
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const index = Math.floor((days.length * (event.clientX - box.left)) / box.width);
    setPointed(Math.min(days.length - 1, Math.max(0, index)));
  };
  const day = pointed === null ? undefined : days[pointed];
  const first = days[0];
  const last = days.at(-1);
  return (
    <figure className={styles.figure} aria-label={label}>
      <ul className={styles.legend} aria-hidden="true">
        {series.map(({ key, name, color }) => (
          <li key={key}>
            <span className={styles.swatch} style={{ background: color }} />
            {name}
          </li>
        ))}
      </ul>
      <div
        className={styles.plot}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => setPointed(null)}
      >
        <span className={styles.most} aria-hidden="true">
          {formatCount(most)}
        </span>
        <svg
          className={styles.chart}
          viewBox={`0 0 ${days.length * BAR} ${HEIGHT}`}
          preserveAspectRatio="none"
          aria-hidden="true"
        >
          {pointed !== null && (
            <rect className={styles.band} x={pointed * BAR} y={0} width={BAR} height={HEIGHT} />
          )}
          {bars.map((bar, index) =>
            bar.map(({ key, color, y, height }) => (
              <rect
                key={`${index}-${key}`}
                x={index * BAR + 1}
                y={y}
                width={BAR - 2}
                height={height}
                fill={color}
              />
            )),
          )}
        </svg>
        {day !== undefined && pointed !== null && (
          <Tip day={day} series={series} unit={unit} at={(pointed + 0.5) / days.length} />
        )}
      </div>
      <div className={styles.axis} aria-hidden="true">
        <span>{first !== undefined && formatDay(first.day)}</span>
        <span>
          {last !== undefined && formatDay(last.day)} ({zone})
        </span>
      </div>
      <details className={styles.details}>
        <summary>Figures by day</summary>
        <Table series={series} days={days} />
      </details>
    </figure>
  );
}

interface TipProps {
  readonly day: ChartDay;
  readonly series: readonly Series[];
  readonly unit: string;
  /** 0 at the left end, 1 at the right one */
  readonly at: number;
}

function Tip({ day, series, unit, at }: TipProps) {
  const total = series.reduce((sum, { key }) => sum + (day.parts[key] ?? 0), 0);
  return (
    <div className={styles.tip} style={{ '--at': at } as CSSProperties}>
      <div className={styles.tipDay}>{formatFullDay(day.day)}</div>
      {series.map(({ key, name, color }) =>
        (day.parts[key] ?? 0) === 0 ? null : (
          <div key={key} className={styles.tipLine}>
            <span className={styles.swatch} style={{ background: color }} />
            {name}
            <strong>{formatCount(day.parts[key] ?? 0)}</strong>
          </div>
        ),
      )}
      <div className={styles.tipLine}>
        {formatCount(total)} {unit}
      </div>
    </div>
  );
}

/** Days without anything are left out, the newest is first. */
function Table({ series, days }: Pick<DayChartProps, 'series' | 'days'>) {
  const shown = days.filter(({ parts }) => series.some(({ key }) => (parts[key] ?? 0) > 0));
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Figures by day">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Day</th>
            {series.map(({ key, name }) => (
              <th key={key} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.reverse().map(({ day, parts }) => (
            <tr key={day}>
              <th scope="row">{formatFullDay(day)}</th>
              {series.map(({ key }) => (
                <td key={key}>{formatCount(parts[key] ?? 0)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
