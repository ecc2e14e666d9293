// Generated from the compiled contracts by scripts/generate-abi.ts. Do not edit.
export const priceLensAbi = [
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "router",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "quoteToken",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "middleToken",
            "type": "address"
          }
        ],
        "internalType": "struct IPriceLens.SpotTerms",
        "name": "terms",
        "type": "tuple"
      },
      {
        "internalType": "address[]",
        "name": "tokens",
        "type": "address[]"
      },
      {
        "internalType": "address[]",
        "name": "feeds",
        "type": "address[]"
      }
    ],
    "name": "read",
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
            "components": [
              {
                "internalType": "bool",
                "name": "ok",
                "type": "bool"
              },
              {
                "internalType": "uint256",
                "name": "sold",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "paid",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "bought",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "depth",
                "type": "uint256"
              }
            ],
            "internalType": "struct IPriceLens.RoundTrip",
            "name": "direct",
            "type": "tuple"
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
                "name": "sold",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "paid",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "bought",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "depth",
                "type": "uint256"
              }
            ],
            "internalType": "struct IPriceLens.RoundTrip",
            "name": "viaMiddle",
            "type": "tuple"
          }
        ],
        "internalType": "struct IPriceLens.SpotAnswer[]",
        "name": "spots",
        "type": "tuple[]"
      },
      {
        "components": [
          {
            "internalType": "bool",
            "name": "ok",
            "type": "bool"
          },
          {
            "internalType": "int256",
            "name": "answer",
            "type": "int256"
          },
          {
            "internalType": "uint8",
            "name": "decimals",
            "type": "uint8"
          },
          {
            "internalType": "uint256",
            "name": "startedAt",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "updatedAt",
            "type": "uint256"
          }
        ],
        "internalType": "struct IPriceLens.FeedAnswer[]",
        "name": "answers",
        "type": "tuple[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const;
