import { uuidV7 } from './ids';
import { hashRouting } from './settings';

/** One page view. */
export interface Page {
  id: string;
  url: string;
  referrer: string;
  /** Set when the page view is sent. */
  title?: string;
}

const maxUrlLength = 2048;

/** The page view that events belong to; absent while nothing may be sent. */
export let page: Page | undefined;

let previousUrl: string | undefined;

export const openPage = (): void => {
  page = {
    id: uuidV7(),
    // The fragment stays at home unless it is the route: it often carries tokens of a sign-in.
    url: location.href.replace(hashRouting ? '' : /#.*/, '').slice(0, maxUrlLength),
    // `document.referrer` stays that of the first page for the life of the document.
    referrer: previousUrl || document.referrer.slice(0, maxUrlLength),
  };
  previousUrl = page.url;
};

export const closePage = (): void => {
  page = undefined;
};
