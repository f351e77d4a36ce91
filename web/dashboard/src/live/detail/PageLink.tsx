import { Fragment } from 'react';
import { safeHref } from '../../shared/format/url';
import styles from './PageLink.module.css';

interface PageLinkProps {
  readonly url: string | null;
  readonly title: string | null;
}

/** Breaks lines where a reader would: browsers break an address in the middle of a word. */
function Breakable({ text }: { readonly text: string }) {
  return text.split(/(?<=[/?&])(?=[^/])/).map((part, index) => (
    <Fragment key={index}>
      {part}
      <wbr />
    </Fragment>
  ));
}

/** An address from a visitor's browser: a link only for http and https, else plain text. */
export function PageLink({ url, title }: PageLinkProps) {
  if (url === null || url === '') return <span className={styles.none}>None</span>;
  const href = safeHref(url);
  return (
    <>
      {title !== null && <span className={styles.title}>{title}</span>}
      {href === null ? (
        <Breakable text={url} />
      ) : (
        <a className={styles.link} href={href} target="_blank" rel="noopener noreferrer">
          <Breakable text={url} />
        </a>
      )}
    </>
  );
}
