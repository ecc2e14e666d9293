'use client';

import { useSyncExternalStore } from 'react';
import { followSession, type SessionState, sessionState } from './session-store.ts';

const UNKNOWN: SessionState = { kind: 'unknown' };
const onServer = (): SessionState => UNKNOWN;

/** Who is signed in in this browser, the same in every tab within a second. */
export const useBrowserSession = (): SessionState =>
  useSyncExternalStore(followSession, sessionState, onServer);
