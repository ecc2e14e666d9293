/** How a control looks that does something. `quiet` stands beside others; `accent` is the one thing to do here; `grave` stops trading or moves money. */
export const BUTTON = {
  quiet:
    'inline-flex min-h-9 items-center gap-1.5 rounded-md border border-line bg-raised px-3 text-ink hover:border-ink-soft disabled:text-ink-soft max-sm:min-h-11',
  accent:
    'inline-flex min-h-9 items-center gap-1.5 rounded-md border border-accent bg-accent px-3 font-semibold text-ground disabled:opacity-60 max-sm:min-h-11',
  grave:
    'inline-flex min-h-9 items-center gap-1.5 rounded-md border border-stop bg-raised px-3 font-semibold text-stop disabled:border-line disabled:text-ink-soft max-sm:min-h-11',
} as const;
