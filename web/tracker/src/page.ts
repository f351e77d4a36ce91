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

/** The page view that events belong to; absent while nothing may be sent. */
export let page: Page | undefined;

let previousUrl: string | undefined;

/** The fragment stays at home unless it is the route: it often carries tokens of a sign-in. */
export const currentUrl = (): string => location.href.replace(hashRouting ? '' : /#.*/, '');

export const openPage = (): void => {
  page = {
    id: uuidV7(),
    url: currentUrl(),
    // `document.referrer` stays that of the first page for the life of the document.
    referrer: previousUrl || document.referrer,
  };
  previousUrl = page.url;
};

export const closePage = (): void => {
  page = undefined;
};
