#!/bin/sh
# @metamask/smart-accounts-kit 2.0.0: a delegation that is created again with the same terms is the same delegation, dead if the first was revoked.
# createDelegation gives every delegation the salt 0x00 unless it is told one, so equal terms have one hash (@metamask/delegation-core 3.0.0 works
# it out), and a delegation manager remembers what is disabled by that hash. Who revokes, and then grants as before, has granted nothing.
# Seen: two created one after the other have the same salt and hash; with salts of their own they have two hashes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund @metamask/smart-accounts-kit@2.0.0 @metamask/delegation-core@3.0.0 viem@2.57.1
cat > run.mjs <<'JS'
import { hashDelegation } from '@metamask/delegation-core';
import { createDelegation, getSmartAccountsEnvironment } from '@metamask/smart-accounts-kit';
const created = (salt) => {
  const delegation = createDelegation({
    environment: getSmartAccountsEnvironment(1),
    from: '0x1111111111111111111111111111111111111111',
    to: '0x2222222222222222222222222222222222222222',
    scope: { type: 'nativeTokenTransferAmount', maxAmount: 1n },
    ...(salt === undefined ? {} : { salt }),
  });
  return { salt: delegation.salt, hash: hashDelegation({ ...delegation, salt: BigInt(delegation.salt) }) };
};
const [first, second, own, other] = [created(), created(), created('0x01'), created('0x02')];
console.log(`salts ${first.salt} and ${second.salt}, hashes ${first.hash === second.hash ? 'equal' : 'different'}`);
console.log(`salts ${own.salt} and ${other.salt}, hashes ${own.hash === other.hash ? 'equal' : 'different'}`);
JS
node run.mjs | tee seen
printf '%s\n' 'salts 0x00 and 0x00, hashes equal' 'salts 0x01 and 0x02, hashes different' > expected
diff expected seen && echo 'as described'
