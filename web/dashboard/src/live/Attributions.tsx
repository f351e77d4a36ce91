import { useQuery } from '@tanstack/react-query';
import { attributionsQuery } from '../shared/api/identification';
import styles from './Attributions.module.css';

/** Whose data of places and networks is shown, where their licence asks for it. */
export function Attributions({ apiKey }: { readonly apiKey: string }) {
  const { data } = useQuery(attributionsQuery(apiKey));
  if (data === undefined || data.length === 0) return null;
  return (
    <footer className={styles.lines}>
      {data.map(({ text, url }) => (
        <a key={text} href={url} target="_blank" rel="noreferrer">
          {text}
        </a>
      ))}
    </footer>
  );
}
