import styles from './Summary.module.css';

interface StatProps {
  readonly label: string;
  readonly value: string;
  readonly detail: string;
}

export function Stat({ label, value, detail }: StatProps) {
  return (
    <div className={styles.stat}>
      <h2 className={styles.label}>{label}</h2>
      <p className={styles.value}>{value}</p>
      <p className={styles.detail} title={detail}>
        {detail}
      </p>
    </div>
  );
}
