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

/** A table whose first column heads its rows. */
export const htmlTable = (header: readonly string[], rows: readonly (readonly string[])[]): string => {
  const head = header
    .map((cell) => (cell === '' ? '<td></td>' : `<th scope="col">${escapeHtml(cell)}</th>`))
    .join('');
  const body = rows.map(([first = '', ...cells]) => {
    const values = cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('');
    return `<tr><th scope="row">${escapeHtml(first)}</th>${values}</tr>`;
  });
  return `<div class="wide" tabindex="0" role="region" aria-label="Table"><table><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
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
