/** Sentence for the screen reader's live region; empty when nobody arrived. */
export function arrivalsSentence(companies: readonly string[], total: number): string {
  if (companies.length === 0) return '';
  const now = total === 1 ? '1 visitor now.' : `${total} visitors now.`;
  const [first] = companies;
  return companies.length === 1
    ? `New visitor: ${first}. ${now}`
    : `${companies.length} new visitors. ${now}`;
}
