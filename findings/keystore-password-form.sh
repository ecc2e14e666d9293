#!/bin/sh
# ethers 6.15.0 and web3-eth-accounts 4.3.1: one V3 keystore, one password, two keys derived.
# ethers derives from the password's NFKC form, web3 (like geth) from its bytes as they were typed; the file says nothing of either.
# So a keystore whose password has one such letter opens only in the library that sealed it, and the other one calls the right password
# wrong. Normalised by hand, ethers' file opens in web3; the other way there is no setting.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund ethers@6.15.0 web3-eth-accounts@4.3.1
cat > run.mjs <<'JS'
import { decryptKeystoreJsonSync, encryptKeystoreJsonSync, Wallet } from 'ethers';
import { decrypt, encrypt } from 'web3-eth-accounts';
const privateKey = `0x${'46'.repeat(32)}`;
const { address } = new Wallet(privateKey);
const opens = async (open) => {
  try {
    return (await open()).address === address ? 'opens' : 'opens as another key';
  } catch {
    return 'wrong password';
  }
};
for (const [name, password] of [['plain', 'correct horse'], ['composed later', 'A\u030Angstrom']]) {
  const ofEthers = encryptKeystoreJsonSync({ address, privateKey }, password, { scrypt: { N: 1024, r: 8, p: 1 } });
  const ofWeb3 = JSON.stringify(await encrypt(privateKey, password, { kdf: 'scrypt', n: 1024, r: 8, p: 1 }));
  console.log(`${name}: sealed by ethers, in web3: ${await opens(() => decrypt(ofEthers, password, true))}`);
  console.log(`${name}: the same with NFKC: ${await opens(() => decrypt(ofEthers, password.normalize('NFKC'), true))}`);
  console.log(`${name}: sealed by web3, in ethers: ${await opens(() => decryptKeystoreJsonSync(ofWeb3, password))}`);
}
JS
node run.mjs | tee seen
cat > expected <<'TXT'
plain: sealed by ethers, in web3: opens
plain: the same with NFKC: opens
plain: sealed by web3, in ethers: opens
composed later: sealed by ethers, in web3: wrong password
composed later: the same with NFKC: opens
composed later: sealed by web3, in ethers: wrong password
TXT
diff expected seen && echo 'as described'
