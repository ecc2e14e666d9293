/** How a field of these forms looks; one that is refused has an edge that says so. */
export const INPUT =
  'min-h-9 max-w-full rounded-md border border-line bg-raised px-3 disabled:text-ink-soft aria-invalid:border-stop max-sm:min-h-11';
