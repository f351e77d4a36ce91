import { useCallback, useEffect, useState } from 'react';
import { isObject } from '../../shared/parse/guards';
import { DEFAULT_SORT, SORT_KEYS, toggleSort, type Sort, type SortKey } from '../model/sort';

interface ViewPreferences {
  readonly sort: Sort;
  readonly grouped: boolean;
}

const STORAGE_KEY = 'tippen-live-view';

/** Sort and grouping are kept for the next visit of this browser. */
export function useViewPreferences() {
  const [preferences, setPreferences] = useState(read);
  useEffect(() => write(preferences), [preferences]);
  const sortBy = useCallback((key: SortKey) => {
    setPreferences((current) => ({ ...current, sort: toggleSort(current.sort, key) }));
  }, []);
  const setGrouped = useCallback((grouped: boolean) => {
    setPreferences((current) => ({ ...current, grouped }));
  }, []);
  return { ...preferences, sortBy, setGrouped };
}

function read(): ViewPreferences {
  try {
    const stored: unknown = JSON.parse(window.localStorage.getItem(STORAGE_KEY) ?? 'null');
    if (!isObject(stored)) return { sort: DEFAULT_SORT, grouped: false };
    return { sort: parseSort(stored.sort), grouped: stored.grouped === true };
  } catch {
    return { sort: DEFAULT_SORT, grouped: false };
  }
}

function parseSort(value: unknown): Sort {
  if (!isObject(value)) return DEFAULT_SORT;
  const key = SORT_KEYS.find((known) => known === value.key);
  if (key === undefined) return DEFAULT_SORT;
  return { key, direction: value.direction === 'ascending' ? 'ascending' : 'descending' };
}

function write(preferences: ViewPreferences): void {
  try {
    window.localStorage.setItem(STORAGE_KEY, JSON.stringify(preferences));
  } catch {
    // Storage is full or forbidden: the view works, it is only not remembered.
  }
}
