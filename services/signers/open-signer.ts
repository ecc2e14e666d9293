import { open } from 'node:fs/promises';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { SignerSource } from '../env-signers.ts';
import { Secret } from '../secret.ts';
import { awsKms } from './aws-kms.ts';
import { openKeystore } from './open-keystore.ts';
import { keySigner, openKeyService, type Signer } from './signer.ts';

/** A signer, and what was read on the way and must never be shown. */
export type OpenedSigner = { readonly signer: Signer; readonly secrets: readonly Secret[] };

type KeystoreSource = Extract<SignerSource, { kind: 'keystore' }>;

/** An encrypted key takes a kilobyte; whoever names another file by mistake shall not fill the memory with it. */
const FILE_BYTES_MAX = 65_536;

const readSmallFile = async (path: string): Promise<Result<string>> => {
  try {
    const file = await open(path);
    try {
      if (!(await file.stat()).isFile()) return fail('not-configured', 'is no file');
      const { bytesRead, buffer } = await file.read(
        Buffer.alloc(FILE_BYTES_MAX + 1),
        0,
        FILE_BYTES_MAX + 1,
        0,
      );
      return bytesRead > FILE_BYTES_MAX
        ? fail('not-configured', `is larger than ${FILE_BYTES_MAX} bytes`)
        : ok(buffer.toString('utf8', 0, bytesRead));
    } finally {
      await file.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return fail(
      'not-configured',
      code === 'ENOENT' ? 'does not exist' : `can't be read (${code ?? 'unknown'})`,
    );
  }
};

const openKeystoreFile = async ({
  variable,
  file,
  passwordFile,
}: KeystoreSource): Promise<Result<OpenedSigner>> => {
  const named = (name: string, path: string, words: string) =>
    fail('not-configured', `${name}: the file ${path} ${words}.`);
  const passwordName = variable.replace('KEYSTORE_FILE', 'KEYSTORE_PASSWORD_FILE');
  const [text, passwordText] = await Promise.all([readSmallFile(file), readSmallFile(passwordFile)]);
  if (!text.ok) return named(variable, file, text.error.message);
  if (!passwordText.ok) return named(passwordName, passwordFile, passwordText.error.message);
  // Editors and `echo` end a file with a line break that belongs to no password.
  const password = new Secret(passwordText.value.replace(/\r?\n$/, ''));
  if (password.reveal() === '') return named(passwordName, passwordFile, 'is empty');
  const key = await openKeystore(text.value, password);
  return key.ok
    ? ok({ signer: keySigner(key.value), secrets: [password, key.value] })
    : named(variable, file, key.error.message);
};

const openKmsKey = async (
  { variable, keyId, region }: Extract<SignerSource, { kind: 'kms' }>,
  monotonicMs: () => number,
): Promise<Result<OpenedSigner>> => {
  const signer = await openKeyService({ service: awsKms({ keyId, region }), monotonicMs });
  return signer.ok
    ? ok({ signer: signer.value, secrets: [] })
    : fail(signer.error.code, `${variable}: ${signer.error.message}`, signer.error.retry);
};

/**
 * One of the bot's keys, ready to sign. Fails with `not-configured`, naming variable, file and field, or with `signer-unavailable`
 * while a key service doesn't answer; no secret is ever in it.
 */
export const openSigner = async (
  source: SignerSource,
  monotonicMs: () => number,
): Promise<Result<OpenedSigner>> => {
  switch (source.kind) {
    case 'key':
      return ok({ signer: keySigner(source.key), secrets: [source.key] });
    case 'keystore':
      return openKeystoreFile(source);
    case 'kms':
      return openKmsKey(source, monotonicMs);
  }
};
