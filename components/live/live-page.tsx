import type { ReactNode } from 'react';
import type { Result } from '../../lib/result.ts';
import { DatabaseTrouble } from '../shell/database-trouble.tsx';
import { PageFrame } from '../shell/page-frame.tsx';
import { Live } from './live.tsx';

type Props<T> = {
  /** Stands above the trouble where the page could not be read. */
  readonly title: string;
  readonly read: Result<T>;
  /** When it was read, by the server's clock. */
  readonly readAtOf: (value: T) => number;
  /** How often it is read again while it is open. */
  readonly checkSeconds: number;
  readonly width: Parameters<typeof PageFrame>[0]['width'];
  readonly children: (value: T) => ReactNode;
};

/** A page of rows of the database that is read again while it is open, with the bot's ticks; or why it can't be. */
export function LivePage<T>({ title, read, readAtOf, checkSeconds, width, children }: Props<T>) {
  return (
    <Live
      readAtSeconds={read.ok ? readAtOf(read.value) : 0}
      version={null}
      versionUrl="/api/live?of=status"
      intervalSeconds={checkSeconds}
    >
      <PageFrame width={width}>
        {read.ok ? (
          children(read.value)
        ) : (
          <>
            <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
            <DatabaseTrouble message={read.error.message} />
          </>
        )}
      </PageFrame>
    </Live>
  );
}
