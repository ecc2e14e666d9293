'use client';

import { useSyncExternalStore } from 'react';
import * as z from 'zod/mini';
import { browserList } from '../ui/browser-list.ts';

const ownNodeSchema = z.object({
  /** The chain's id, in decimals. */
  id: z.string(),
  url: z.string().check(z.refine((text) => URL.canParse(text))),
  /** Whether it has said that it is on that chain. Until then nothing is read from it. */
  isChecked: z.boolean(),
});
/** A node that this browser's person reads a chain by. */
export type OwnNode = z.infer<typeof ownNodeSchema>;

const NODES_MAX = 8;
const NONE: readonly OwnNode[] = [];
const list = browserList({ key: '1balancer.nodes', schema: ownNodeSchema, itemsMax: NODES_MAX });

const YEAR_SECONDS = 31_536_000;

/**
 * The pages' policy allows them no other server than ours: for it to allow these, ours is told their origins, which it keeps nowhere. What
 * else stands in an address (a key, often) never leaves the browser but to that node.
 */
const tellOrigins = (): void => {
  const origins = [...new Set(list.read().map(({ url }) => new URL(url).origin))].join(' ');
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet
  document.cookie = `nodes=${encodeURIComponent(origins)}; path=/; max-age=${origins === '' ? 0 : YEAR_SECONDS}; samesite=lax`;
};

/** Keeps another node for a chain, in the place of the one before. */
export const keepNode = (node: OwnNode): void => {
  list.remove(node.id);
  list.add(node);
  tellOrigins();
};

/** Has a chain read by the wallet again. */
export const forgetNode = (id: string): void => {
  list.remove(id);
  tellOrigins();
};

export const useOwnNodes = (): readonly OwnNode[] =>
  useSyncExternalStore(list.subscribe, list.read, () => NONE);

/** One that has not said yet which chain it is on. */
export const uncheckedNode = (): OwnNode | undefined => list.read().find(({ isChecked }) => !isChecked);

/** The address of the checked node of a chain; null: none is kept. */
export const nodeUrlOf = (chainId: number): string | null =>
  list.read().find(({ id, isChecked }) => isChecked && id === String(chainId))?.url ?? null;
