import { read } from './storage';

export const optOutKey = 'tippen_opt_out';

/** Global Privacy Control or Do Not Track: an objection that the page cannot take back. */
export const objects = (): boolean | undefined =>
  navigator.globalPrivacyControl || (navigator.doNotTrack || window.doNotTrack) === '1';

/** Read at every use: another tab may have opted out meanwhile. */
export const isOptedOut = (): unknown => objects() || read(optOutKey);
