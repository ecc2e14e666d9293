'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import type { DemoView } from '../../lib/api/demo-view.ts';
import type { DemoAnswer, DemoQuestion } from '../../lib/demo/demo-question.ts';
import type { DemoSetting } from '../../lib/demo/run-demo.ts';

const NO_ENGINE = 'The engine could not be started in this browser. Load the page again.';

/** As much of a worker as the page needs. */
export type DemoWorker = Pick<Worker, 'postMessage' | 'terminate'> & {
  onmessage: ((event: MessageEvent<DemoAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
};

type Wanted = { readonly setting: DemoSetting; readonly row: number };

export type Demo = {
  /** What was chosen last; its view may still be on its way. */
  readonly wanted: Wanted;
  readonly want: (change: Partial<Wanted>) => void;
  readonly view: DemoView;
  /** Before it nothing that is pressed would be answered. */
  readonly isReady: boolean;
  /** Why the last question has no answer; null where it has one. */
  readonly said: string | null;
};

/** One question at a time; of those that come meanwhile the newest waits: whoever drags a slider asks faster than anybody can answer. */
function openLine(worker: DemoWorker, answered: (answer: DemoAnswer) => void) {
  let asked: DemoQuestion | null = null;
  let waiting: DemoQuestion | null = null;
  const send = (question: DemoQuestion | null): void => {
    [asked, waiting] = [question, null];
    if (question !== null) worker.postMessage(question);
  };
  worker.onmessage = ({ data }) => {
    if (waiting === null) answered(data);
    send(waiting);
  };
  return (question: DemoQuestion): void => {
    if (asked === null) send(question);
    else waiting = question;
  };
}

/** The engine in a worker of this page. */
export function useDemo(openWorker: () => DemoWorker, start: Wanted, first: DemoView): Demo {
  const [wanted, setWanted] = useState(start);
  const [view, setView] = useState(first);
  const [isReady, setIsReady] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const line = useRef<((question: DemoQuestion) => void) | null>(null);

  useEffect(() => {
    const worker = openWorker();
    worker.onerror = () => setSaid(NO_ENGINE);
    line.current = openLine(worker, (answer) => {
      setIsReady(true);
      setSaid(answer.view === null ? answer.sentence : null);
      if (answer.view !== null) setView(answer.view);
    });
    return () => worker.terminate();
  }, [openWorker]);

  // The first run is done before anybody presses anything.
  useEffect(() => line.current?.(wanted), [wanted]);

  const want = useCallback(
    (change: Partial<Wanted>): void => setWanted((now) => ({ ...now, ...change })),
    [],
  );
  return { wanted, want, view, isReady, said };
}
