import { useQuery } from '@tanstack/react-query';
import { useId, useState, type CSSProperties, type MouseEvent } from 'react';
import { figuresQuery, type FiguresRow } from '../shared/api/figures';
import { formatCount } from '../shared/format/number';
import { LoadFailed } from '../shared/ui/LoadFailed';
import { Segments } from '../shared/ui/Segments';
import { filterOf, type Range } from './model/trafficSearch';
import styles from './PanelCard.module.css';

/** One of the lists of a card. */
export interface PanelList {
  readonly panel: string;
  readonly name: string;
  /** what a click filters by */
  readonly dimension: string;
  /** shown for what is not known; without it such rows are left out */
  readonly unknown?: string;
  readonly label?: (value: string) => string;
  /** how the figure of a value is written, if it is no count */
  readonly amount?: (figure: number, value: string) => string;
  /** said when there is nothing to list */
  readonly empty?: string;
}

interface PanelCardProps {
  readonly apiKey: string;
  readonly title: string;
  readonly lists: readonly [PanelList, ...PanelList[]];
  readonly range: Range;
  readonly filters: readonly string[];
  readonly onFilter: (filter: string) => void;
}

const ROWS = 10;
const FIGURES: Readonly<Record<string, string>> = { events: 'Events', revenue: 'Amount' };

/** The most frequent values of something, each with a bar; a click filters by it. */
export function PanelCard({ apiKey, title, lists, range, filters, onFilter }: PanelCardProps) {
  const heading = useId();
  const [shown, setShown] = useState(lists[0].panel);
  const list = lists.find(({ panel }) => panel === shown) ?? lists[0];
  const figures = useQuery(
    figuresQuery(apiKey, { panel: list.panel, range, filters, limit: ROWS + 1 }),
  );
  const rows = (figures.data?.rows ?? [])
    .filter(({ values }) => values[0] !== null || list.unknown !== undefined)
    .slice(0, ROWS);
  const most = Math.max(1, ...rows.map(({ metrics }) => metrics[0] ?? 0));
  return (
    <section className={styles.card} aria-labelledby={heading}>
      <header className={styles.head}>
        <h2 className={styles.title} id={heading}>
          {title}
        </h2>
        {lists.length > 1 && (
          <Segments
            label={title}
            choices={lists.map(({ panel, name }) => [panel, name] as const)}
            value={list.panel}
            onChange={setShown}
          />
        )}
      </header>
      {figures.isError && (
        <LoadFailed what={title} error={figures.error} onRetry={() => void figures.refetch()} />
      )}
      {figures.isSuccess && rows.length === 0 && (
        <p className={styles.empty}>{list.empty ?? 'Nothing in these days'}</p>
      )}
      {figures.isSuccess && rows.length > 0 && (
        <>
          <div className={styles.columns} aria-hidden="true">
            <span>{list.name}</span>
            <span>{FIGURES[figures.data.metrics[0] ?? ''] ?? 'Visitors'}</span>
          </div>
          <ol className={styles.rows} aria-busy={figures.isPlaceholderData}>
            {rows.map((row) => (
              <PanelRow
                key={row.values[0] ?? ''}
                row={row}
                list={list}
                most={most}
                onFilter={onFilter}
              />
            ))}
          </ol>
        </>
      )}
      {figures.isPending && <div className={styles.loading} aria-label={`Loading ${title}`} />}
    </section>
  );
}

interface PanelRowProps {
  readonly row: FiguresRow;
  readonly list: PanelList;
  readonly most: number;
  readonly onFilter: (filter: string) => void;
}

function PanelRow({ row, list, most, onFilter }: PanelRowProps) {
  const value = row.values[0] ?? null;
  const name = value === null ? (list.unknown ?? '') : (list.label?.(value) ?? value);
  const n = row.metrics[0] ?? 0;
  const pick = (event: MouseEvent) => {
    const filter = filterOf(list.dimension, value, event.altKey);
    if (filter !== null) onFilter(filter);
  };
  return (
    <li>
      <button
        type="button"
        className={styles.row}
        // Amounts in different currencies are not to be compared by the length of a bar.
        style={{ '--share': list.amount ? 0 : n / most } as CSSProperties}
        onClick={pick}
        title={`${name}: click to see only these, with Alt to leave them out`}
      >
        <span className={styles.name} data-unknown={value === null || undefined}>
          {name}
        </span>
        <span className={styles.count}>{list.amount?.(n, value ?? '') ?? formatCount(n)}</span>
      </button>
    </li>
  );
}
