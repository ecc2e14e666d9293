#!/bin/sh
# @defuse-protocol/one-click-sdk-typescript 0.1.25: an intent signed by erc191 can't be handed in without a cast, though the service takes it.
# `SubmitSwapTransferIntentRequest.signedData` is MultiPayload, a union of seven kinds of signed data. All of them share one generated enum
# for `standard`, and that enum has NEP413 alone. So TypeScript refuses `standard: 'erc191'`, and refuses the SDK's own
# `IntentStandardEnum.ERC191` too, which is what `generateIntent` wants to be given.
# Seen: of four programs only the one with NEP413 and the one with a cast are compiled (TypeScript 5.9.3, strict).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{"private":true,"type":"module"}' > package.json
npm install --silent --no-audit --no-fund @defuse-protocol/one-click-sdk-typescript@0.1.25 typescript@5.9.3
head='import { IntentStandardEnum, MultiPayload, type SubmitSwapTransferIntentRequest } from "@defuse-protocol/one-click-sdk-typescript";
void IntentStandardEnum; void MultiPayload;
export const signedData: SubmitSwapTransferIntentRequest["signedData"] ='
fields='payload: "{}", signature: "secp256k1:1"'
printf '%s { standard: "erc191", %s };\n' "$head" "$fields" > word.ts
printf '%s { standard: IntentStandardEnum.ERC191, %s };\n' "$head" "$fields" > enum.ts
printf '%s { standard: MultiPayload.standard.NEP413, %s };\n' "$head" "$fields" > nep413.ts
printf '%s { standard: "erc191", %s } as unknown as MultiPayload;\n' "$head" "$fields" > cast.ts
for program in word enum nep413 cast; do
  if npx tsc --noEmit --strict --skipLibCheck --module nodenext --target es2022 "$program.ts" > out 2>&1; then verdict=compiles; else verdict="is refused ($(grep -o 'TS[0-9]*' out | head -1))"; fi
  echo "$program $verdict"
done | tee seen
printf '%s\n' 'word is refused (TS2322)' 'enum is refused (TS2322)' 'nep413 compiles' 'cast compiles' > expected
diff expected seen && echo 'as described'
