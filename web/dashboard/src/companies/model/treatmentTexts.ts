import type { Treatment } from '../../shared/api/companies';

interface TreatmentText {
  /** beside a company in the list; empty for what most are */
  readonly badge: string;
  readonly caption: string;
  readonly effect: string;
}

export const TREATMENT_TEXTS: Readonly<Record<Treatment, TreatmentText>> = {
  company: {
    badge: '',
    caption: 'A company',
    effect: 'Its name is shown with its visitors.',
  },
  isp: {
    badge: 'Provider',
    caption: 'An internet provider',
    effect: 'Its customers visit, not itself: they are shown as unknown visitors.',
  },
  own: {
    badge: 'Us',
    caption: 'Us',
    effect: 'Our own people: kept, but counted nowhere from now on.',
  },
  blocked: {
    badge: 'Not counted',
    caption: 'Not wanted',
    effect: 'Kept, but counted nowhere from now on.',
  },
};
