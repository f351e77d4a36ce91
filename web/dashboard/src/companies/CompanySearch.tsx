import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { SearchBox } from '../shared/ui/SearchBox';

interface CompanySearchProps {
  /** as in the address */
  readonly value: string;
  readonly onSearch: (text: string) => void;
}

const PAUSE_MS = 200;

/** Asks the server when the typing pauses. */
export function CompanySearch({ value, onSearch }: CompanySearchProps) {
  const [typed, setTyped] = useState(value);
  const [asked, setAsked] = useState(value);
  // The address changed by itself: back button, or all companies again.
  if (value !== asked) {
    setAsked(value);
    setTyped(value);
  }
  const search = useDebouncedCallback((text: string) => {
    setAsked(text.trim());
    onSearch(text.trim());
  }, PAUSE_MS);
  return (
    <SearchBox
      value={typed}
      label="Search companies"
      placeholder="Search name or domain…"
      onChange={(text) => {
        setTyped(text);
        search(text);
      }}
    />
  );
}
