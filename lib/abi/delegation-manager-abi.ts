// Generated from the compiled contracts by scripts/generate-abi.ts. Do not edit.
export const delegationManagerAbi = [
  {
    "inputs": [
      {
        "internalType": "bytes[]",
        "name": "contexts",
        "type": "bytes[]"
      },
      {
        "internalType": "bytes32[]",
        "name": "modes",
        "type": "bytes32[]"
      },
      {
        "internalType": "bytes[]",
        "name": "executions",
        "type": "bytes[]"
      }
    ],
    "name": "redeemDelegations",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const;
