import { memo, useMemo, useState } from 'react';
import { formatCount } from '../../shared/format/number';
import { hostOf, pathOf } from '../../shared/format/url';
import { DeviceIcon } from '../DeviceIcon';
import { companySourceText } from '../model/companySourceText';
import { parseDevice } from '../model/device';
import type { LiveEntry } from '../model/liveState';
import { sourceOf } from '../model/source';
import { isIdentified, type Visitor } from '../model/visitor';
import { LastActive, TimeOnSite } from '../Ticking';
import { CompanyAvatar } from './CompanyAvatar';
import { StatusBadge } from './StatusBadge';
import styles from './VisitorRow.module.css';

interface VisitorRowProps {
  readonly entry: LiveEntry;
  readonly rowKey: string;
  /** 1-based, the header row counted */
  readonly rowIndex: number;
  readonly offset: number;
  readonly height: number;
  readonly selected: boolean;
  readonly tabbable: boolean;
  /** gone since the last reordering */
  readonly left: boolean;
  readonly onOpen: (visitorId: string) => void;
}

/** Longer than the animation, shorter than the next thing worth noticing. */
const RECENT_MS = 2_000;

export const VisitorRow = memo(function VisitorRow(props: VisitorRowProps) {
  const { entry, selected, tabbable, left } = props;
  const { visitor } = entry;
  const jumped = useJumped(props.offset, props.height);
  return (
    <div
      role="row"
      className={`${styles.row} ${styles.columns}`}
      style={{ height: props.height, transform: `translateY(${props.offset}px)` }}
      data-row-key={props.rowKey}
      data-new={isRecent(entry.arrivedAtMs)}
      data-jumped={jumped}
      data-left={left}
      aria-rowindex={props.rowIndex}
      aria-selected={selected}
      tabIndex={tabbable ? 0 : -1}
      onClick={() => props.onOpen(visitor.visitorId)}
    >
      <CompanyCell visitor={visitor} />
      <PageCell visitor={visitor} changedAtMs={entry.pageChangedAtMs} />
      <SourceCell visitor={visitor} />
      <WhereCell visitor={visitor} />
      <div role="gridcell" className={styles.time}>
        <TimeOnSite startedAtMs={visitor.startedAtMs} />
      </div>
      <div role="gridcell" className={styles.views}>
        {formatCount(visitor.pageViews)}
        <span className={styles.unit}>{visitor.pageViews === 1 ? ' page' : ' pages'}</span>
      </div>
      <div role="gridcell" className={styles.last}>
        <LastActive atMs={visitor.lastActivityMs} />
      </div>
    </div>
  );
});

function CompanyCell({ visitor }: { readonly visitor: Visitor }) {
  const identified = isIdentified(visitor);
  return (
    <div role="gridcell" className={styles.visitor}>
      <CompanyAvatar
        company={visitor.company}
        identified={identified}
        presence={visitor.presence}
      />
      <div className={styles.lines}>
        <span className={styles.nameLine}>
          <span className={styles.name} data-identified={identified} title={visitor.company}>
            {visitor.company}
          </span>
          <StatusBadge status={visitor.status} />
        </span>
        <span className={styles.second}>{companySourceText(visitor.companySource)}</span>
      </div>
    </div>
  );
}

function PageCell({ visitor, changedAtMs }: { visitor: Visitor; changedAtMs: number | null }) {
  const path = pathOf(visitor.url) || 'Unknown page';
  const source = useMemo(() => sourceOf(visitor), [visitor]);
  return (
    <div role="gridcell" className={styles.page}>
      {/* A new key starts the flash again when the next page comes. The tooltip is the browser's:
          a component for each row costs more than all the rest of the row. */}
      <div
        key={changedAtMs}
        className={styles.pageLines}
        data-flash={isRecent(changedAtMs)}
        title={visitor.url}
      >
        <span className={`${styles.first} ${styles.pageTitle}`}>{visitor.title ?? path}</span>
        <span className={styles.second}>
          {visitor.title === null ? (hostOf(visitor.url) ?? visitor.website) : path}
          {source.kind !== 'direct' && <span className={styles.via}> · from {source.label}</span>}
        </span>
      </div>
    </div>
  );
}

function SourceCell({ visitor }: { readonly visitor: Visitor }) {
  const source = useMemo(() => sourceOf(visitor), [visitor]);
  return (
    <div role="gridcell" className={styles.source}>
      <span className={styles.first}>{source.label}</span>
      {source.detail !== null && <span className={styles.second}>{source.detail}</span>}
    </div>
  );
}

function WhereCell({ visitor }: { readonly visitor: Visitor }) {
  const device = parseDevice(visitor.device);
  return (
    <div role="gridcell" className={styles.where}>
      <span className={styles.first}>{visitor.location}</span>
      <span className={`${styles.second} ${styles.device}`}>
        <DeviceIcon kind={device.kind} />
        <span className={styles.deviceText}>{device.label}</span>
      </span>
    </div>
  );
}

/** True after a move over more than a few rows. */
function useJumped(offset: number, height: number): boolean {
  const [last, setLast] = useState({ offset, jumped: false });
  if (last.offset === offset) return last.jumped;
  const jumped = Math.abs(offset - last.offset) > 2.5 * height;
  setLast({ offset, jumped });
  return jumped;
}

function isRecent(atMs: number | null): boolean {
  return atMs !== null && Date.now() - atMs < RECENT_MS;
}
