import { memo } from 'react';
import { SearchBox } from '../../shared/ui/SearchBox';
import type { PresenceFilter } from '../model/filter';
import type { Sort, SortKey } from '../model/sort';
import { GroupToggle } from './GroupToggle';
import { PresenceFilterControl } from './PresenceFilterControl';
import { SortMenu } from './SortMenu';
import styles from './VisitorSection.module.css';

interface ToolbarProps {
  readonly query: string;
  readonly presence: PresenceFilter;
  readonly grouped: boolean;
  readonly sort: Sort;
  readonly onQuery: (query: string) => void;
  readonly onPresence: (presence: PresenceFilter) => void;
  readonly onGrouped: (grouped: boolean) => void;
  readonly onSort: (key: SortKey) => void;
  readonly onLeaveToList: () => void;
}

/** Search, filter, grouping, sort. Apart from the list, which renders with every update. */
export const Toolbar = memo(function Toolbar(props: ToolbarProps) {
  return (
    <div className={styles.controls}>
      <SearchBox
        value={props.query}
        label="Search visitors"
        placeholder="Search company, page…"
        onChange={props.onQuery}
        onLeaveToList={props.onLeaveToList}
      />
      <PresenceFilterControl value={props.presence} onChange={props.onPresence} />
      <GroupToggle pressed={props.grouped} onChange={props.onGrouped} />
      <SortMenu sort={props.sort} onSort={props.onSort} />
    </div>
  );
});
