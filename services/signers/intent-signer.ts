import { recoverAddress } from 'viem';
import type { IndexAccount } from '../../lib/intents/index-account.ts';
import { intentOfLeg, type QuotedLeg } from '../../lib/intents/intent-of-leg.ts';
import { intentDigest, intentHash, intentSignature } from '../../lib/intents/signed-intent.ts';
import { transferText } from '../../lib/intents/transfer-intent.ts';
import { fail, ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import type { Signer } from './signer.ts';

/** An intent that may be handed in. */
export type SignedIntentText = {
  readonly text: string;
  /** Its name at the verifier, known before anybody has it. */
  readonly intentHash: string;
  readonly nonce: string;
  /** As the verifier reads it. */
  readonly signature: string;
};

export type IntentSignerPorts = {
  /** By which the provider signs its quotes; no quote of another key is signed for. */
  readonly quoteKey: string;
  /** Opens the key of one account for one signature. The only way to a key there is. */
  readonly openSigner: (account: IndexAccount) => Promise<Result<Signer>>;
  readonly nowSeconds: () => UnixSeconds;
};

/**
 * Signs the one intent of a leg, and nothing else: it is given the leg, the quote and the text, judges the quote, writes the text itself, and
 * refuses one that is not the same to the byte. Fails with `guard-refused` before any key is opened, and as the key's place does.
 */
export const intentSigner = ({ quoteKey, openSigner, nowSeconds }: IntentSignerPorts) => ({
  sign: async (leg: QuotedLeg, text: string): Promise<Result<SignedIntentText>> => {
    const terms = intentOfLeg(leg, { quoteKey, nowSeconds: nowSeconds() });
    if (!terms.ok) return terms;
    if (text !== transferText(terms.value))
      return fail('guard-refused', 'Nothing is signed. The text is not the one that this leg’s intent has.');
    const signer = await openSigner(leg.account);
    if (!signer.ok) return signer;
    if (signer.value.address !== leg.account)
      return fail('guard-refused', 'Nothing is signed. The key is another account’s.');
    const digest = intentDigest(text);
    const signed = await signer.value.sign(digest);
    if (!signed.ok) return signed;
    const signature = intentSignature(signed.value);
    const recovered = await recoverAddress({ hash: digest, signature: signed.value });
    if (signature === null || recovered.toLowerCase() !== leg.account)
      return fail('signer-unavailable', 'The key gave what is no signature of its account.', {
        when: 'next-tick',
      });
    return ok({ text, intentHash: intentHash(text), nonce: terms.value.nonce, signature });
  },
});
