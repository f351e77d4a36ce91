import { uuidV7 } from './ids';
import { settings } from './settings';

/** One page view. */
export interface Page {
  id: string;
  url: string;
  referrer: string;
  title: string;
  /** The page view itself was sent. */
  announced: boolean;
  /** Number of the last engagement increment. */
  seq: number;
  scrollPct: number;
  sentScrollPct: number;
}

const maxUrlLength = 2048;

/** The page view that events belong to; absent while nothing may be sent. */
export let page: Page | undefined;

let previousUrl: string | undefined;

export const openPage = (): void => {
  // The fragment stays at home unless it is the route: it often carries tokens of a sign-in.
  const url = (settings.hashRouting ? location.href : location.href.split('#')[0]!).slice(
    0,
    maxUrlLength,
  );
  page = {
    id: uuidV7(),
    url,
    // `document.referrer` stays that of the first page for the life of the document.
    referrer: previousUrl || document.referrer.slice(0, maxUrlLength),
    title: '',
    announced: false,
    seq: 0,
    scrollPct: 0,
    sentScrollPct: 0,
  };
  previousUrl = url;
};

export const closePage = (): void => {
  page = undefined;
};
