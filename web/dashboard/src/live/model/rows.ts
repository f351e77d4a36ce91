import { matchesFilter, type VisitorFilter } from './filter';
import type { LiveEntry } from './liveState';
import { sortEntries, type Sort } from './sort';
import { isIdentified } from './visitor';

export interface CompanyGroup {
  readonly company: string;
  readonly identified: boolean;
  readonly visitors: number;
  readonly pageViews: number;
}

export type ListRow =
  | { readonly kind: 'visitor'; readonly key: string; readonly entry: LiveEntry }
  | { readonly kind: 'company'; readonly key: string; readonly group: CompanyGroup };

export interface ListView extends VisitorFilter {
  readonly sort: Sort;
  readonly grouped: boolean;
}

export function buildRows(entries: Iterable<LiveEntry>, view: ListView): ListRow[] {
  const matching = [...entries].filter((entry) => matchesFilter(entry.visitor, view));
  const sorted = sortEntries(matching, view.sort);
  return view.grouped ? groupByCompany(sorted) : sorted.map(visitorRow);
}

/**
 * Groups stand in the order of their first visitor, so the sort still decides what is on top.
 * All visitors without a known company form one last group.
 */
function groupByCompany(sorted: readonly LiveEntry[]): ListRow[] {
  const groups = new Map<string, LiveEntry[]>();
  const unidentified: LiveEntry[] = [];
  for (const entry of sorted) {
    if (!isIdentified(entry.visitor)) unidentified.push(entry);
    else {
      const members = groups.get(entry.visitor.company);
      if (members === undefined) groups.set(entry.visitor.company, [entry]);
      else members.push(entry);
    }
  }
  const rows = [...groups].flatMap(([company, members]) => groupRows(company, true, members));
  return unidentified.length === 0
    ? rows
    : [...rows, ...groupRows('Not identified', false, unidentified)];
}

function groupRows(company: string, identified: boolean, members: readonly LiveEntry[]): ListRow[] {
  const pageViews = members.reduce((sum, { visitor }) => sum + visitor.pageViews, 0);
  const group = { company, identified, visitors: members.length, pageViews };
  const key = identified ? `company:${company}` : 'not-identified';
  return [{ kind: 'company', key, group }, ...members.map(visitorRow)];
}

function visitorRow(entry: LiveEntry): ListRow {
  return { kind: 'visitor', key: `visitor:${entry.visitor.visitorId}`, entry };
}
