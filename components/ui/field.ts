/** How what is typed or chosen into looks: its edge is seen at 3 : 1 beside the ground, and says when what stands there is refused. */
export const FIELD =
  'min-h-9 max-w-full rounded-md border border-ink-soft bg-raised px-3 disabled:text-ink-soft aria-invalid:border-stop max-sm:min-h-11';
