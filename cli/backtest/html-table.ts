const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that can't become markup. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** A minus sign is as wide as the plus and the digits; a hyphen isn't. */
export const withMinus = (text: string): string => text.replace(/^-(?=\d)/, '−');

/** A table whose first column heads its rows; `own` sets off the next one, which is what the reader came for. */
export const htmlTable = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { own }: { readonly own: boolean } = { own: false },
): string => {
  const head = header
    .map((cell) => (cell === '' ? '<td></td>' : `<th scope="col">${escapeHtml(cell)}</th>`))
    .join('');
  const body = rows.map(([first = '', ...cells]) => {
    const values = cells.map((cell) => `<td>${escapeHtml(withMinus(cell))}</td>`).join('');
    return `<tr><th scope="row">${escapeHtml(first)}</th>${values}</tr>`;
  });
  return `<div class="wide" tabindex="0" role="region" aria-label="Table"><table${own ? ' class="own"' : ''}><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
};

/** The table behind a chart: one labelled row per point. */
export const dataTable = (
  header: readonly string[],
  labels: readonly string[],
  rows: readonly (readonly string[])[],
): string =>
  htmlTable(
    header,
    labels.map((label, index) => [label, ...(rows[index] ?? [])]),
  );
