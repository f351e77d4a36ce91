import { CloseButton, TextInput } from '@mantine/core';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { SearchIcon } from './icons';
import styles from './SearchBox.module.css';

interface SearchBoxProps {
  readonly value: string;
  readonly label: string;
  readonly placeholder: string;
  readonly onChange: (value: string) => void;
  /** arrow down: on to the first row */
  readonly onLeaveToList?: () => void;
}

export function SearchBox(props: SearchBoxProps) {
  const { value, label, placeholder, onChange, onLeaveToList } = props;
  const inputRef = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focusOnSlash = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target) || document.querySelector('[role="dialog"]') !== null) return;
      event.preventDefault();
      inputRef.current?.focus();
      inputRef.current?.select();
    };
    document.addEventListener('keydown', focusOnSlash);
    return () => document.removeEventListener('keydown', focusOnSlash);
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === 'ArrowDown' && onLeaveToList !== undefined) {
      event.preventDefault();
      onLeaveToList();
    } else if (event.key === 'Escape') {
      if (value === '') inputRef.current?.blur();
      else onChange('');
    }
  };

  return (
    <TextInput
      ref={inputRef}
      className={styles.input}
      type="text"
      role="searchbox"
      inputMode="search"
      aria-label={label}
      aria-keyshortcuts="/"
      placeholder={placeholder}
      leftSection={<SearchIcon />}
      rightSection={
        value === '' ? (
          <kbd className={styles.key} aria-hidden="true">
            /
          </kbd>
        ) : (
          <CloseButton size="sm" aria-label="Clear the search" onClick={() => onChange('')} />
        )
      }
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
