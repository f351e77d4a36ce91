import { Menu, UnstyledButton } from '@mantine/core';
import { ArrowDownIcon, ArrowUpIcon, SortIcon } from '../../shared/ui/icons';
import { SORT_KEYS, type Sort, type SortKey } from '../model/sort';
import toggleStyles from './GroupToggle.module.css';
import styles from './SortMenu.module.css';

const NAMES: Readonly<Record<SortKey, string>> = {
  lastActivity: 'Last activity',
  timeOnSite: 'Time on site',
  pageViews: 'Page views',
  company: 'Company',
};

interface SortMenuProps {
  readonly sort: Sort;
  readonly onSort: (key: SortKey) => void;
}

export function SortMenu({ sort, onSort }: SortMenuProps) {
  return (
    <Menu position="bottom-end" width={190} shadow="md">
      <Menu.Target>
        <UnstyledButton
          className={`${toggleStyles.toggle} ${styles.target}`}
          aria-label={`Sort by: ${NAMES[sort.key]}, ${sort.direction}`}
        >
          <SortIcon />
          <span className={toggleStyles.caption}>{NAMES[sort.key]}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {SORT_KEYS.map((key) => (
          <Menu.Item
            key={key}
            aria-current={key === sort.key}
            rightSection={key === sort.key ? <Direction sort={sort} /> : undefined}
            onClick={() => onSort(key)}
          >
            {NAMES[key]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function Direction({ sort }: { readonly sort: Sort }) {
  return sort.direction === 'ascending' ? <ArrowUpIcon size={14} /> : <ArrowDownIcon size={14} />;
}
