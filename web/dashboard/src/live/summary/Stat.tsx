import styles from './Summary.module.css';

interface StatProps {
  readonly label: string;
  /** rest of the label, left out where there is no room */
  readonly labelRest?: string;
  readonly value: string;
  readonly detail: string;
}

export function Stat({ label, labelRest, value, detail }: StatProps) {
  return (
    <div className={styles.stat}>
      <h2 className={styles.label}>
        {label}
        {labelRest !== undefined && <span className={styles.labelRest}> {labelRest}</span>}
      </h2>
      <p className={styles.value}>{value}</p>
      <p className={styles.detail} title={detail}>
        {detail}
      </p>
    </div>
  );
}
