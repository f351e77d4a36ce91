import type { PasswordStrength } from './setupForm';
import styles from './PasswordMeter.module.css';

export function PasswordMeter({ strength }: { readonly strength: PasswordStrength }) {
  return (
    <div className={styles.meter} data-level={strength.level}>
      <span className={styles.bars} aria-hidden="true">
        <span />
        <span />
        <span />
      </span>
      <span aria-live="polite">{strength.hint}</span>
    </div>
  );
}
