// Generated from the compiled contracts by scripts/generate-abi.ts. Do not edit.
export const cashLensAbi = [
  {
    "inputs": [
      {
        "internalType": "address[]",
        "name": "portfolios",
        "type": "address[]"
      },
      {
        "internalType": "address[]",
        "name": "vaults",
        "type": "address[]"
      },
      {
        "internalType": "address",
        "name": "transmitter",
        "type": "address"
      },
      {
        "internalType": "bytes32[]",
        "name": "nonces",
        "type": "bytes32[]"
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
            "internalType": "bool",
            "name": "ok",
            "type": "bool"
          },
          {
            "internalType": "address",
            "name": "portfolio",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "owner",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "pendingOwner",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "signer",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "factory",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "messenger",
            "type": "address"
          },
          {
            "internalType": "bool",
            "name": "paused",
            "type": "bool"
          },
          {
            "internalType": "bool",
            "name": "locked",
            "type": "bool"
          },
          {
            "internalType": "uint40",
            "name": "generation",
            "type": "uint40"
          },
          {
            "internalType": "uint32",
            "name": "localDomain",
            "type": "uint32"
          },
          {
            "components": [
              {
                "internalType": "uint16",
                "name": "maxLossBps",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "lossBpsPerDay",
                "type": "uint16"
              },
              {
                "internalType": "uint32",
                "name": "turnoverBpsPerDay",
                "type": "uint32"
              },
              {
                "internalType": "uint16",
                "name": "bridgeBpsPerDay",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "minMoveBps",
                "type": "uint16"
              },
              {
                "internalType": "uint32",
                "name": "cooldown",
                "type": "uint32"
              },
              {
                "internalType": "uint32",
                "name": "deadlineMax",
                "type": "uint32"
              }
            ],
            "internalType": "struct ICashTypes.CashGuard",
            "name": "guard",
            "type": "tuple"
          },
          {
            "components": [
              {
                "internalType": "uint256",
                "name": "lossLevelE18",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "lossCapacityE18",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "turnoverLevelE18",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "turnoverCapacityE18",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "bridgeLevelE18",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "bridgeCapacityE18",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "bridgedAt",
                "type": "uint256"
              }
            ],
            "internalType": "struct ICashTypes.CashBudgets",
            "name": "budgets",
            "type": "tuple"
          },
          {
            "internalType": "uint256",
            "name": "nonceWord0",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "value",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "usdcHeld",
            "type": "uint256"
          },
          {
            "components": [
              {
                "internalType": "address",
                "name": "vault",
                "type": "address"
              },
              {
                "internalType": "uint16",
                "name": "capBps",
                "type": "uint16"
              },
              {
                "internalType": "uint8",
                "name": "decimals",
                "type": "uint8"
              },
              {
                "internalType": "uint32",
                "name": "depositedAt",
                "type": "uint32"
              },
              {
                "internalType": "uint32",
                "name": "redeemedAt",
                "type": "uint32"
              },
              {
                "internalType": "uint96",
                "name": "mark",
                "type": "uint96"
              },
              {
                "internalType": "uint96",
                "name": "given",
                "type": "uint96"
              },
              {
                "internalType": "uint64",
                "name": "spentUntil",
                "type": "uint64"
              },
              {
                "internalType": "enum ICashTypes.VaultState",
                "name": "state",
                "type": "uint8"
              },
              {
                "internalType": "uint256",
                "name": "shares",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "live",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "worth",
                "type": "uint256"
              }
            ],
            "internalType": "struct ICashTypes.VaultLook[]",
            "name": "vaults",
            "type": "tuple[]"
          },
          {
            "components": [
              {
                "internalType": "address",
                "name": "account",
                "type": "address"
              },
              {
                "internalType": "uint32",
                "name": "domain",
                "type": "uint32"
              },
              {
                "internalType": "uint32",
                "name": "testedAt",
                "type": "uint32"
              },
              {
                "internalType": "uint32",
                "name": "openUntil",
                "type": "uint32"
              }
            ],
            "internalType": "struct ICashTypes.Sibling[]",
            "name": "siblings",
            "type": "tuple[]"
          }
        ],
        "internalType": "struct ICashLens.CashPortfolioState[]",
        "name": "states",
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
            "internalType": "address",
            "name": "vault",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "asset",
            "type": "address"
          },
          {
            "internalType": "uint8",
            "name": "decimals",
            "type": "uint8"
          },
          {
            "internalType": "uint256",
            "name": "rate",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "totalAssets",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "totalSupply",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "assetsHeld",
            "type": "uint256"
          }
        ],
        "internalType": "struct ICashLens.CashVenueState[]",
        "name": "venues",
        "type": "tuple[]"
      },
      {
        "internalType": "bool[]",
        "name": "used",
        "type": "bool[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "portfolio",
        "type": "address"
      }
    ],
    "name": "readOne",
    "outputs": [
      {
        "components": [
          {
            "internalType": "bool",
            "name": "ok",
            "type": "bool"
          },
          {
            "internalType": "address",
            "name": "portfolio",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "owner",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "pendingOwner",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "signer",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "factory",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "messenger",
            "type": "address"
          },
          {
            "internalType": "bool",
            "name": "paused",
            "type": "bool"
          },
          {
            "internalType": "bool",
            "name": "locked",
            "type": "bool"
          },
          {
            "internalType": "uint40",
            "name": "generation",
            "type": "uint40"
          },
          {
            "internalType": "uint32",
            "name": "localDomain",
            "type": "uint32"
          },
          {
            "components": [
              {
                "internalType": "uint16",
                "name": "maxLossBps",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "lossBpsPerDay",
                "type": "uint16"
              },
              {
                "internalType": "uint32",
                "name": "turnoverBpsPerDay",
                "type": "uint32"
              },
              {
                "internalType": "uint16",
                "name": "bridgeBpsPerDay",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "minMoveBps",
                "type": "uint16"
              },
              {
                "internalType": "uint32",
                "name": "cooldown",
                "type": "uint32"
              },
              {
                "internalType": "uint32",
                "name": "deadlineMax",
                "type": "uint32"
              }
            ],
            "internalType": "struct ICashTypes.CashGuard",
            "name": "guard",
            "type": "tuple"
          },
          {
            "components": [
              {
                "internalType": "uint256",
                "name": "lossLevelE18",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "lossCapacityE18",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "turnoverLevelE18",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "turnoverCapacityE18",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "bridgeLevelE18",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "bridgeCapacityE18",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "bridgedAt",
                "type": "uint256"
              }
            ],
            "internalType": "struct ICashTypes.CashBudgets",
            "name": "budgets",
            "type": "tuple"
          },
          {
            "internalType": "uint256",
            "name": "nonceWord0",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "value",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "usdcHeld",
            "type": "uint256"
          },
          {
            "components": [
              {
                "internalType": "address",
                "name": "vault",
                "type": "address"
              },
              {
                "internalType": "uint16",
                "name": "capBps",
                "type": "uint16"
              },
              {
                "internalType": "uint8",
                "name": "decimals",
                "type": "uint8"
              },
              {
                "internalType": "uint32",
                "name": "depositedAt",
                "type": "uint32"
              },
              {
                "internalType": "uint32",
                "name": "redeemedAt",
                "type": "uint32"
              },
              {
                "internalType": "uint96",
                "name": "mark",
                "type": "uint96"
              },
              {
                "internalType": "uint96",
                "name": "given",
                "type": "uint96"
              },
              {
                "internalType": "uint64",
                "name": "spentUntil",
                "type": "uint64"
              },
              {
                "internalType": "enum ICashTypes.VaultState",
                "name": "state",
                "type": "uint8"
              },
              {
                "internalType": "uint256",
                "name": "shares",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "live",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "worth",
                "type": "uint256"
              }
            ],
            "internalType": "struct ICashTypes.VaultLook[]",
            "name": "vaults",
            "type": "tuple[]"
          },
          {
            "components": [
              {
                "internalType": "address",
                "name": "account",
                "type": "address"
              },
              {
                "internalType": "uint32",
                "name": "domain",
                "type": "uint32"
              },
              {
                "internalType": "uint32",
                "name": "testedAt",
                "type": "uint32"
              },
              {
                "internalType": "uint32",
                "name": "openUntil",
                "type": "uint32"
              }
            ],
            "internalType": "struct ICashTypes.Sibling[]",
            "name": "siblings",
            "type": "tuple[]"
          }
        ],
        "internalType": "struct ICashLens.CashPortfolioState",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "vault",
        "type": "address"
      }
    ],
    "name": "readVenue",
    "outputs": [
      {
        "components": [
          {
            "internalType": "bool",
            "name": "ok",
            "type": "bool"
          },
          {
            "internalType": "address",
            "name": "vault",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "asset",
            "type": "address"
          },
          {
            "internalType": "uint8",
            "name": "decimals",
            "type": "uint8"
          },
          {
            "internalType": "uint256",
            "name": "rate",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "totalAssets",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "totalSupply",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "assetsHeld",
            "type": "uint256"
          }
        ],
        "internalType": "struct ICashLens.CashVenueState",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const;
