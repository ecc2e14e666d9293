import { findChromium, HOW_TO_GET_CHROMIUM } from '../scripts/check/find-chromium.mjs';
import { startRunningStack } from './support/running-stack.ts';

/** Starts the stack that every journey uses. Fails at once where no browser is found. */
export default async (): Promise<() => Promise<void>> => {
  if (findChromium() === null) throw new Error(HOW_TO_GET_CHROMIUM);
  return startRunningStack();
};
