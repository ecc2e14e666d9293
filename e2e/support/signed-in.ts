import type { BrowserContext } from '@playwright/test';
import { privateKeyToAccount } from 'viem/accounts';
import type { RunningStack } from './running-stack.ts';
import { Visitor } from './sign-in.ts';

/** A visitor whose wallet owns the contract of this owner, logged in at the running stack. @throws where no wallet of the stack is that owner */
export async function ownerVisitor({ url, ownerKeys }: RunningStack, owner: string): Promise<Visitor> {
  const wallet = ownerKeys
    .map((key) => privateKeyToAccount(key))
    .find(({ address }) => address.toLowerCase() === owner);
  if (wallet === undefined) throw new Error(`no wallet of the stack is ${owner}`);
  const visitor = new Visitor(url);
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
