import type { ReactNode } from 'react';
import { Word } from '../ui/word.tsx';
import { Button } from '../wallet/button.tsx';

type Props = {
  readonly number: number;
  readonly title: string;
  readonly isDone: boolean;
  /** Whether a transaction for it is on its way: pressing again would send a second one. */
  readonly isUnderWay: boolean;
  readonly isNext: boolean;
  readonly fault: string | null;
  /** In a long list only what can be pressed now is a button. */
  readonly isLong?: boolean;
  readonly onGo: () => void;
  readonly children?: ReactNode;
};

/** One step of a creation. */
export function CreationStepRow(props: Props) {
  const { number, title, isDone, isUnderWay, isNext, fault, isLong = false, onGo, children } = props;
  return (
    <li className="flex flex-wrap items-center justify-between gap-3 border-b border-line py-3">
      <div>
        {number}. {title}
        {children}
        {fault !== null && <span className="block text-stop">{fault}</span>}
      </div>
      {isDone ? (
        <Word tone="good" icon="check">
          Done
        </Word>
      ) : isUnderWay ? (
        <Word tone="plain" icon="clock">
          Sent, waiting for a block
        </Word>
      ) : isLong && !isNext ? (
        <Word tone="plain" icon="dashed">
          Not yet
        </Word>
      ) : (
        <Button look="accent" disabled={!isNext || fault !== null} onClick={onGo}>
          {title}
        </Button>
      )}
    </li>
  );
}
