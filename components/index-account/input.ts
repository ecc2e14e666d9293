/** How a field of these forms looks. */
export const INPUT =
  'min-h-9 max-w-full rounded-md border border-line bg-raised px-3 disabled:text-ink-soft max-sm:min-h-11';
