/** Each is drawn on 16 × 16 with a stroke of 1.5 and stands beside a word: it says nothing to a screen reader. */
const PATHS = {
  check: 'M8 1.75a6.25 6.25 0 1 1 0 12.5a6.25 6.25 0 0 1 0-12.5Z M5.4 8.2l1.8 1.8l3.5-3.8',
  clock: 'M8 1.75a6.25 6.25 0 1 1 0 12.5a6.25 6.25 0 0 1 0-12.5Z M8 4.75V8l2.2 1.6',
  exchange: 'M2.5 5.5h10 M9.75 2.75L12.5 5.5L9.75 8.25 M13.5 10.5h-10 M6.25 7.75L3.5 10.5l2.75 2.75',
  warning: 'M8 2.25L14.5 13.5h-13Z M8 6.5v3.25 M8 11.5v.25',
  play: 'M5 2.75v10.5l8.25-5.25Z',
  pause: 'M8 1.75a6.25 6.25 0 1 1 0 12.5a6.25 6.25 0 0 1 0-12.5Z M6.4 5.8v4.4 M9.6 5.8v4.4',
  dashed: 'M8 1.75a6.25 6.25 0 1 1 0 12.5a6.25 6.25 0 0 1 0-12.5Z M5.5 8h5',
  above: 'M8 13.5V3 M4 7l4-4l4 4',
  below: 'M8 2.5V13 M4 9l4 4l4-4',
  stop: 'M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4L1.75 10.6V5.4Z M5.75 5.75l4.5 4.5 M10.25 5.75l-4.5 4.5',
  copy: 'M5.5 5.5h8v8h-8Z M10.5 5.5v-3h-8v8h3',
  pulse: 'M1.5 8h3l2-5l3 10l2-5h3',
  arrow: 'M3 8h10 M9 4l4 4l-4 4',
  close: 'M3.5 3.5l9 9 M12.5 3.5l-9 9',
  contrast:
    'M8 1.75a6.25 6.25 0 1 1 0 12.5a6.25 6.25 0 0 1 0-12.5Z M8 1.75v12.5 M8 4.5h4.9 M8 8h6.2 M8 11.5h4.9',
  flask: 'M6 2h4 M6.75 2v4.5L3 13.25h10L9.25 6.5V2',
  sun: 'M8 5.25a2.75 2.75 0 1 1 0 5.5a2.75 2.75 0 0 1 0-5.5Z M8 1v1.5 M8 13.5V15 M1 8h1.5 M13.5 8H15 M3.05 3.05l1.1 1.1 M11.85 11.85l1.1 1.1 M3.05 12.95l1.1-1.1 M11.85 4.15l1.1-1.1',
  moon: 'M13.25 9.6A5.75 5.75 0 1 1 6.4 2.75a4.5 4.5 0 0 0 6.85 6.85Z',
  screen: 'M2 3h12v8H2Z M6 13.5h4',
  plus: 'M8 2.5v11 M2.5 8h11',
  book: 'M8 3.75C6.5 2.75 4.5 2.5 2 2.5v10c2.5 0 4.5.25 6 1.25c1.5-1 3.5-1.25 6-1.25v-10c-2.5 0-4.5.25-6 1.25Z M8 3.75v10',
  key: 'M5.5 7a3.5 3.5 0 1 1 0 7a3.5 3.5 0 0 1 0-7Z M8 8l5.5-5.5 M11 5l2 2',
  layers: 'M8 2l6 3.25L8 8.5L2 5.25Z M2 8l6 3.25L14 8 M2 10.75L8 14l6-3.25',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, dashed = false }: { readonly name: IconName; readonly dashed?: boolean }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="14"
      height="14"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeDasharray={dashed ? '2.2 2.2' : undefined}
      aria-hidden="true"
      className="shrink-0"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
