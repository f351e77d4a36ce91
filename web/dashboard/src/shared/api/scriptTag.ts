/** The tag a site owner pastes into the pages to be tracked. */
export function scriptTag(origin: string, apiKey: string): string {
  return (
    `<script src="${origin}/tippen-tracker.js" data-tippen-api-key="${apiKey}" ` +
    `data-tippen-backend="${origin}" async></script>`
  );
}
