/** A page that the header leads to. */
export interface Page {
  readonly path: string;
  readonly name: string;
  /** other paths under which it answers */
  readonly aliases: readonly string[];
}

export const PAGES: readonly Page[] = [
  { path: '/', name: 'Live', aliases: ['/app', '/visitors'] },
  { path: '/traffic', name: 'Traffic', aliases: [] },
  { path: '/companies', name: 'Companies', aliases: [] },
  { path: '/excluded', name: 'Excluded', aliases: [] },
];

export function isPageAt({ path, aliases }: Page, pathname: string): boolean {
  const trimmed = pathname.length > 1 ? pathname.replace(/\/+$/, '') : pathname;
  return trimmed === path || aliases.includes(trimmed);
}
