import { UnstyledButton } from '@mantine/core';
import { GroupIcon } from '../../shared/ui/icons';
import styles from './GroupToggle.module.css';

interface GroupToggleProps {
  readonly pressed: boolean;
  readonly onChange: (pressed: boolean) => void;
}

export function GroupToggle({ pressed, onChange }: GroupToggleProps) {
  return (
    <UnstyledButton
      className={styles.toggle}
      aria-pressed={pressed}
      onClick={() => onChange(!pressed)}
    >
      <GroupIcon />
      <span className={styles.caption}>Group by company</span>
    </UnstyledButton>
  );
}
