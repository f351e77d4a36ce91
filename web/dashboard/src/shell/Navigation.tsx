import { Link, useLocation } from '@tanstack/react-router';
import { isPageAt, PAGES } from './pages';
import styles from './Navigation.module.css';

export function Navigation() {
  const pathname = useLocation({ select: (location) => location.pathname });
  return (
    <nav className={styles.nav} aria-label="Pages">
      {PAGES.map((page) => (
        <Link
          key={page.path}
          to={page.path}
          preload="intent"
          className={styles.link}
          aria-current={isPageAt(page, pathname) ? 'page' : undefined}
        >
          {page.name}
        </Link>
      ))}
    </nav>
  );
}
