import { UnstyledButton } from '@mantine/core';
import { CheckIcon, CopyIcon } from './icons';
import { useCopy, type CopyState } from './useCopy';
import styles from './CopyButton.module.css';

const CAPTIONS: Record<CopyState, string> = {
  idle: 'Copy',
  copied: 'Copied',
  failed: 'Press Ctrl+C',
};

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const { state, copy } = useCopy();
  return (
    <UnstyledButton
      className={styles.button}
      data-state={state}
      aria-label={state === 'idle' ? `Copy ${label}` : `${CAPTIONS[state]}: ${label}`}
      onClick={() => copy(text)}
    >
      {state === 'copied' ? <CheckIcon size={14} /> : <CopyIcon size={14} />}
      <span aria-live="polite">{CAPTIONS[state]}</span>
    </UnstyledButton>
  );
}
