import { Combobox, Loader, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { companiesQuery, type Company } from '../shared/api/companies';
import { plural } from '../shared/format/number';
import { CompanyAvatar } from '../live/list/CompanyAvatar';
import { mergeTargets } from './model/mergeTargets';
import styles from './MergePicker.module.css';
import '@mantine/core/styles/Combobox.css';

interface MergePickerProps {
  readonly apiKey: string;
  readonly company: Company;
  readonly chosen: Company | null;
  readonly onChoose: (into: Company | null) => void;
}

const SHOWN_MAX = 6;
/** A few more are asked for, since not all can be chosen. */
const ASKED_MAX = 30;
const PAUSE_MS = 150;

/** Finds another company of the site by name or domain. */
export function MergePicker({ apiKey, company, chosen, onChoose }: MergePickerProps) {
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [typed, setTyped] = useState('');
  const [wanted] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const found = useQuery({
    ...companiesQuery(apiKey, wanted, 0, ASKED_MAX),
    enabled: combobox.dropdownOpened,
    refetchInterval: false,
  });
  const targets = mergeTargets(found.data?.companies ?? [], company).slice(0, SHOWN_MAX);
  const choose = (id: string) => {
    const into = targets.find((target) => String(target.id) === id);
    if (into === undefined) return;
    onChoose(into);
    setTyped(into.name);
    combobox.closeDropdown();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={choose} withinPortal={false}>
      <Combobox.Target>
        <TextInput
          aria-label="Merge into"
          placeholder="Search a company…"
          autoComplete="off"
          value={chosen?.name ?? typed}
          rightSection={found.isFetching ? <Loader size={15} /> : undefined}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            onChoose(null);
            combobox.openDropdown();
            combobox.resetSelectedOption();
          }}
          onFocus={() => combobox.openDropdown()}
          onClick={() => combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            // The drawer would take it for its own.
            if (event.key === 'Escape' && combobox.dropdownOpened) {
              event.stopPropagation();
              combobox.closeDropdown();
            }
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown className={styles.dropdown}>
        <Combobox.Options aria-label="Companies">
          {targets.map((target) => (
            <Combobox.Option key={target.id} value={String(target.id)} className={styles.option}>
              <CompanyAvatar company={target.name} identified size={28} />
              <span className={styles.lines}>
                <span className={styles.name}>{target.name}</span>
                <span className={styles.second}>
                  {[target.domain, plural(target.visitors, 'visitor')].filter(Boolean).join(' · ')}
                </span>
              </span>
            </Combobox.Option>
          ))}
          {targets.length === 0 && (
            <Combobox.Empty className={styles.empty}>
              {found.isError && found.error.message}
              {found.isPending && 'Searching…'}
              {found.isSuccess && (wanted === '' ? 'There is no other company.' : 'None matches.')}
            </Combobox.Empty>
          )}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
