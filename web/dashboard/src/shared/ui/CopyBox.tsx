import { CopyButton } from './CopyButton';
import styles from './CopyBox.module.css';

interface CopyBoxProps {
  readonly text: string;
  /** what is copied, e.g. "script tag" */
  readonly label: string;
}

/** A text to be taken elsewhere (script tag, key) with its copy button. */
export function CopyBox({ text, label }: CopyBoxProps) {
  return (
    <div className={styles.box}>
      <code className={styles.text}>{text}</code>
      <CopyButton text={text} label={label} />
    </div>
  );
}
