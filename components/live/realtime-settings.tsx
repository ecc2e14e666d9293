'use client';

import { createContext, type ReactNode, useContext } from 'react';
import type { RealtimeSettings } from './realtime.ts';

const SettingsContext = createContext<RealtimeSettings | null>(null);

type Props = { readonly settings: RealtimeSettings | null; readonly children: ReactNode };

/** Hands the operator's Supabase project to whatever follows changes; null: there is none. */
export function RealtimeProvider({ settings, children }: Props) {
  return <SettingsContext value={settings}>{children}</SettingsContext>;
}

export const useRealtimeSettings = (): RealtimeSettings | null => useContext(SettingsContext);
