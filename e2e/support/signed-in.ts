import type { BrowserContext } from '@playwright/test';
import type { Hex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { RunningStack } from './running-stack.ts';
import { Visitor } from './sign-in.ts';

/** The key of an owner (lower-cased) of one of the running stack's portfolios. @throws where no wallet of the stack is that owner */
export function ownerKeyOf({ ownerKeys }: RunningStack, owner: string): Hex {
  const found = ownerKeys.find((key) => privateKeyToAccount(key).address.toLowerCase() === owner);
  if (found === undefined) throw new Error(`no wallet of the stack is ${owner}`);
  return found;
}

/** A visitor whose wallet owns the contract of this owner, logged in at the running stack. */
export async function ownerVisitor(stack: RunningStack, owner: string): Promise<Visitor> {
  const wallet = privateKeyToAccount(ownerKeyOf(stack, owner));
  const visitor = new Visitor(stack.url);
  await visitor.logIn({ address: wallet.address, signMessage: wallet.signMessage });
  return visitor;
}

/** Gives a browser the visitor's cookies. */
export async function takeCookies(context: BrowserContext, visitor: Visitor, url: string): Promise<void> {
  const cookies = visitor.jar.header.split('; ').map((pair) => {
    const at = pair.indexOf('=');
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url };
  });
  await context.addCookies(cookies);
}
