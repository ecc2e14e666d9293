// Generated from the compiled contracts by scripts/generate-abi.ts. Do not edit.
export const tokenTrialAbi = [
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "bool",
            "name": "ok",
            "type": "bool"
          },
          {
            "internalType": "uint256",
            "name": "units",
            "type": "uint256"
          },
          {
            "internalType": "bool",
            "name": "moved",
            "type": "bool"
          },
          {
            "internalType": "uint256",
            "name": "brought",
            "type": "uint256"
          }
        ],
        "internalType": "struct ITokenTrial.Answer",
        "name": "answer",
        "type": "tuple"
      }
    ],
    "name": "Tried",
    "type": "error"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "holder",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "token",
            "type": "address"
          }
        ],
        "internalType": "struct ITokenTrial.Trial[]",
        "name": "trials",
        "type": "tuple[]"
      }
    ],
    "name": "tryAll",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "blockNumber",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "blockTimestamp",
        "type": "uint256"
      },
      {
        "components": [
          {
            "internalType": "bool",
            "name": "ok",
            "type": "bool"
          },
          {
            "internalType": "uint256",
            "name": "units",
            "type": "uint256"
          },
          {
            "internalType": "bool",
            "name": "moved",
            "type": "bool"
          },
          {
            "internalType": "uint256",
            "name": "brought",
            "type": "uint256"
          }
        ],
        "internalType": "struct ITokenTrial.Answer[]",
        "name": "answers",
        "type": "tuple[]"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const;
