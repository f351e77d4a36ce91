import type { LookupDay, SourceState } from '../shared/api/identification';
import { formatCount } from '../shared/format/number';
import { lookupName, lookupsBySource } from './model/lookups';
import styles from './LookupTable.module.css';

interface LookupTableProps {
  readonly lookups: readonly LookupDay[];
  readonly sources: readonly SourceState[];
}

/** What was asked outside this machine, and what it cost; for the whole server. */
export function LookupTable({ lookups, sources }: LookupTableProps) {
  const rows = lookupsBySource(lookups);
  const states = new Map(sources.map((state) => [state.source, state]));
  const idle = sources.filter(({ source }) => rows.every((row) => row.source !== source));
  return (
    <div className={styles.lookups}>
      <h3 className={styles.heading}>Look-ups, for the whole server</h3>
      {rows.length === 0 && idle.length === 0 ? (
        <p className={styles.none}>
          Nobody outside is asked about your visitors. Reverse DNS and look-up services are off
          until you enable them.
        </p>
      ) : (
        <div className={styles.scroll} tabIndex={0} role="region" aria-label="Look-ups by source">
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Source</th>
                <th scope="col">Asked</th>
                <th scope="col">Found</th>
                <th scope="col">Not found</th>
                <th scope="col">Failed</th>
                <th scope="col">From memory</th>
                <th scope="col">Credits used</th>
                <th scope="col">Credits saved</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.source}>
                  <SourceCell source={row.source} state={states.get(row.source)} />
                  <td>{formatCount(row.calls)}</td>
                  <td>{formatCount(row.found)}</td>
                  <td>{formatCount(row.notFound)}</td>
                  <td>{formatCount(row.failed)}</td>
                  <td>{formatCount(row.cacheHits)}</td>
                  <td>{formatCount(row.creditsUsed)}</td>
                  <td>{formatCount(row.creditsSaved)}</td>
                </tr>
              ))}
              {idle.map((state) => (
                <tr key={state.source}>
                  <SourceCell source={state.source} state={state} />
                  <td colSpan={7}>not asked yet</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

interface SourceCellProps {
  readonly source: string;
  readonly state: SourceState | undefined;
}

function SourceCell({ source, state }: SourceCellProps) {
  return (
    <th scope="row">
      {lookupName(source, state?.title ?? '')}
      {state !== undefined && state.state !== 'ready' && (
        <span className={styles.state}>{state.state}</span>
      )}
    </th>
  );
}
