import { read } from './storage';

export const optOutKey = 'tippen_opt_out';

/** Global Privacy Control and Do Not Track are objections of the visitor; they are final. */
export const objects = (): boolean =>
  !!navigator.globalPrivacyControl || (navigator.doNotTrack || window.doNotTrack) === '1';

/** Read at every use: another tab may have opted out meanwhile. */
export const isOptedOut = (): boolean => !!read(optOutKey);
