import { useSyncExternalStore } from 'react';

const never = (): (() => void) => () => undefined;

/** Whether the page answers to what is typed and chosen: what comes before would be seen and not heard, so it is not taken until then. */
export const useListening = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
