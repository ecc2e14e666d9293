import { CopyButton } from '../ui/copy-button.tsx';

type Props = {
  readonly text: string;
  /** What the button says it copies. */
  readonly what: string;
  readonly note: string;
};

/** A secret on the one occasion on which it is shown. */
export function ShownOnce({ text, what, note }: Props) {
  return (
    <p className="my-3 flex flex-wrap items-center gap-x-2 rounded-md border border-accent p-3" role="status">
      <code className="font-mono text-[0.75rem] break-all">{text}</code>
      <CopyButton text={text} what={what} />
      <span className="w-full text-ink-soft">{note}</span>
    </p>
  );
}
