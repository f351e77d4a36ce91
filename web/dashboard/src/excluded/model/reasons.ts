import type { Reason } from '../../shared/api/excluded';

export interface ReasonText {
  readonly name: string;
  readonly explanation: string;
  /** one of those that `what` names, such as `robot`; empty where nothing is named */
  readonly kind: string;
  /** its events are stored, so they can be counted after all */
  readonly stored: boolean;
  readonly color: string;
}

export const REASONS: readonly Reason[] = ['robot', 'automation', 'own', 'blocked', 'gpc', 'dnt'];

const TEXTS: Readonly<Record<Reason, ReasonText>> = {
  robot: {
    name: 'Robots',
    explanation:
      'Programs that name themselves: search engines, AI crawlers, previews, monitors, feed readers.',
    kind: 'robot',
    stored: true,
    color: 'var(--series-3)',
  },
  automation: {
    name: 'Driven browsers',
    explanation: 'The browser says that a program drives it, as in tests and scrapers.',
    kind: '',
    stored: true,
    color: 'var(--series-6)',
  },
  own: {
    name: 'Us',
    explanation: 'Our own people: from addresses or a company of which you said that it is you.',
    kind: 'name',
    stored: true,
    color: 'var(--series-1)',
  },
  blocked: {
    name: 'Not wanted',
    explanation: 'From a company of which you said that it is not to be counted.',
    kind: 'company',
    stored: true,
    color: 'var(--series-7)',
  },
  gpc: {
    name: 'Global Privacy Control',
    explanation: 'The browser asks not to be tracked. Nothing of it is stored, only this number.',
    kind: '',
    stored: false,
    color: 'var(--series-4)',
  },
  dnt: {
    name: 'Do Not Track',
    explanation: 'The older way of asking the same. Nothing of it is stored, only this number.',
    kind: '',
    stored: false,
    color: 'var(--series-2)',
  },
};

export function reasonText(reason: string): ReasonText {
  const known = REASONS.find((one) => one === reason);
  if (known !== undefined) return TEXTS[known];
  return { name: reason, explanation: '', kind: '', stored: false, color: 'var(--series-5)' };
}
