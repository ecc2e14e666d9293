// Generated from the compiled contracts by scripts/generate-abi.ts. Do not edit.
export const balancerLensAbi = [
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "portfolio",
            "type": "address"
          },
          {
            "components": [
              {
                "internalType": "uint256",
                "name": "salt",
                "type": "uint256"
              },
              {
                "internalType": "Address",
                "name": "maker",
                "type": "uint256"
              },
              {
                "internalType": "Address",
                "name": "receiver",
                "type": "uint256"
              },
              {
                "internalType": "Address",
                "name": "makerAsset",
                "type": "uint256"
              },
              {
                "internalType": "Address",
                "name": "takerAsset",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "makingAmount",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "takingAmount",
                "type": "uint256"
              },
              {
                "internalType": "MakerTraits",
                "name": "makerTraits",
                "type": "uint256"
              }
            ],
            "internalType": "struct IOrderMixin.Order",
            "name": "order",
            "type": "tuple"
          },
          {
            "internalType": "bytes",
            "name": "blob",
            "type": "bytes"
          }
        ],
        "internalType": "struct IBalancerLens.OrderQuery",
        "name": "query",
        "type": "tuple"
      }
    ],
    "name": "orderStateOne",
    "outputs": [
      {
        "components": [
          {
            "internalType": "bool",
            "name": "ok",
            "type": "bool"
          },
          {
            "internalType": "bytes32",
            "name": "orderHash",
            "type": "bytes32"
          },
          {
            "internalType": "enum IBalancerTypes.OrderState",
            "name": "state",
            "type": "uint8"
          },
          {
            "internalType": "uint256",
            "name": "remaining",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "fillable",
            "type": "uint256"
          },
          {
            "internalType": "enum IBalancerTypes.FillLimit",
            "name": "limit",
            "type": "uint8"
          },
          {
            "internalType": "bool",
            "name": "signatureValid",
            "type": "bool"
          }
        ],
        "internalType": "struct IBalancerLens.OrderAnswer",
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
        "components": [
          {
            "internalType": "address",
            "name": "portfolio",
            "type": "address"
          },
          {
            "components": [
              {
                "internalType": "uint256",
                "name": "salt",
                "type": "uint256"
              },
              {
                "internalType": "Address",
                "name": "maker",
                "type": "uint256"
              },
              {
                "internalType": "Address",
                "name": "receiver",
                "type": "uint256"
              },
              {
                "internalType": "Address",
                "name": "makerAsset",
                "type": "uint256"
              },
              {
                "internalType": "Address",
                "name": "takerAsset",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "makingAmount",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "takingAmount",
                "type": "uint256"
              },
              {
                "internalType": "MakerTraits",
                "name": "makerTraits",
                "type": "uint256"
              }
            ],
            "internalType": "struct IOrderMixin.Order",
            "name": "order",
            "type": "tuple"
          },
          {
            "internalType": "bytes",
            "name": "blob",
            "type": "bytes"
          }
        ],
        "internalType": "struct IBalancerLens.OrderQuery[]",
        "name": "queries",
        "type": "tuple[]"
      }
    ],
    "name": "orderStates",
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
            "internalType": "bytes32",
            "name": "orderHash",
            "type": "bytes32"
          },
          {
            "internalType": "enum IBalancerTypes.OrderState",
            "name": "state",
            "type": "uint8"
          },
          {
            "internalType": "uint256",
            "name": "remaining",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "fillable",
            "type": "uint256"
          },
          {
            "internalType": "enum IBalancerTypes.FillLimit",
            "name": "limit",
            "type": "uint8"
          },
          {
            "internalType": "bool",
            "name": "signatureValid",
            "type": "bool"
          }
        ],
        "internalType": "struct IBalancerLens.OrderAnswer[]",
        "name": "answers",
        "type": "tuple[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address[]",
        "name": "portfolios",
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
            "name": "executor",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "factory",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "limitOrderProtocol",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "feeTaker",
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
            "internalType": "uint256",
            "name": "series",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "epoch",
            "type": "uint256"
          },
          {
            "components": [
              {
                "internalType": "uint16",
                "name": "maxSlippageBps",
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
                "internalType": "uint32",
                "name": "orderTtlMax",
                "type": "uint32"
              },
              {
                "internalType": "uint32",
                "name": "cooldown",
                "type": "uint32"
              },
              {
                "internalType": "uint16",
                "name": "minDriftBps",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "overshootBps",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "minFillBps",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "maxFeeBps",
                "type": "uint16"
              },
              {
                "internalType": "bool",
                "name": "publicBook",
                "type": "bool"
              }
            ],
            "internalType": "struct IBalancerTypes.Guard",
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
                "name": "oneOffE18",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "oneOffExpiresAt",
                "type": "uint256"
              }
            ],
            "internalType": "struct IBalancerTypes.Budgets",
            "name": "budgets",
            "type": "tuple"
          },
          {
            "internalType": "uint256",
            "name": "nonceWord0",
            "type": "uint256"
          },
          {
            "internalType": "address[]",
            "name": "routers",
            "type": "address[]"
          },
          {
            "components": [
              {
                "internalType": "address",
                "name": "token",
                "type": "address"
              },
              {
                "internalType": "uint8",
                "name": "decimals",
                "type": "uint8"
              },
              {
                "internalType": "enum IBalancerTypes.TokenState",
                "name": "tokenState",
                "type": "uint8"
              },
              {
                "internalType": "string",
                "name": "symbol",
                "type": "string"
              },
              {
                "internalType": "uint16",
                "name": "targetBps",
                "type": "uint16"
              },
              {
                "internalType": "bool",
                "name": "balanceOk",
                "type": "bool"
              },
              {
                "internalType": "uint256",
                "name": "balance",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "lopAllowance",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "allowanceCeiling",
                "type": "uint256"
              },
              {
                "internalType": "address",
                "name": "feed",
                "type": "address"
              },
              {
                "internalType": "uint8",
                "name": "feedDecimals",
                "type": "uint8"
              },
              {
                "internalType": "int256",
                "name": "answer",
                "type": "int256"
              },
              {
                "internalType": "uint256",
                "name": "updatedAt",
                "type": "uint256"
              },
              {
                "internalType": "enum IBalancerTypes.FeedState",
                "name": "feedState",
                "type": "uint8"
              },
              {
                "internalType": "bool",
                "name": "feedOk",
                "type": "bool"
              },
              {
                "internalType": "uint256",
                "name": "heartbeat",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "navMaxAge",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "minAnswer",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "maxAnswer",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "lastBoughtAt",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "lastSoldAt",
                "type": "uint256"
              }
            ],
            "internalType": "struct IBalancerLens.AssetState[]",
            "name": "assets",
            "type": "tuple[]"
          }
        ],
        "internalType": "struct IBalancerLens.PortfolioState[]",
        "name": "states",
        "type": "tuple[]"
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
            "name": "executor",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "factory",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "limitOrderProtocol",
            "type": "address"
          },
          {
            "internalType": "address",
            "name": "feeTaker",
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
            "internalType": "uint256",
            "name": "series",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "epoch",
            "type": "uint256"
          },
          {
            "components": [
              {
                "internalType": "uint16",
                "name": "maxSlippageBps",
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
                "internalType": "uint32",
                "name": "orderTtlMax",
                "type": "uint32"
              },
              {
                "internalType": "uint32",
                "name": "cooldown",
                "type": "uint32"
              },
              {
                "internalType": "uint16",
                "name": "minDriftBps",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "overshootBps",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "minFillBps",
                "type": "uint16"
              },
              {
                "internalType": "uint16",
                "name": "maxFeeBps",
                "type": "uint16"
              },
              {
                "internalType": "bool",
                "name": "publicBook",
                "type": "bool"
              }
            ],
            "internalType": "struct IBalancerTypes.Guard",
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
                "name": "oneOffE18",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "oneOffExpiresAt",
                "type": "uint256"
              }
            ],
            "internalType": "struct IBalancerTypes.Budgets",
            "name": "budgets",
            "type": "tuple"
          },
          {
            "internalType": "uint256",
            "name": "nonceWord0",
            "type": "uint256"
          },
          {
            "internalType": "address[]",
            "name": "routers",
            "type": "address[]"
          },
          {
            "components": [
              {
                "internalType": "address",
                "name": "token",
                "type": "address"
              },
              {
                "internalType": "uint8",
                "name": "decimals",
                "type": "uint8"
              },
              {
                "internalType": "enum IBalancerTypes.TokenState",
                "name": "tokenState",
                "type": "uint8"
              },
              {
                "internalType": "string",
                "name": "symbol",
                "type": "string"
              },
              {
                "internalType": "uint16",
                "name": "targetBps",
                "type": "uint16"
              },
              {
                "internalType": "bool",
                "name": "balanceOk",
                "type": "bool"
              },
              {
                "internalType": "uint256",
                "name": "balance",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "lopAllowance",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "allowanceCeiling",
                "type": "uint256"
              },
              {
                "internalType": "address",
                "name": "feed",
                "type": "address"
              },
              {
                "internalType": "uint8",
                "name": "feedDecimals",
                "type": "uint8"
              },
              {
                "internalType": "int256",
                "name": "answer",
                "type": "int256"
              },
              {
                "internalType": "uint256",
                "name": "updatedAt",
                "type": "uint256"
              },
              {
                "internalType": "enum IBalancerTypes.FeedState",
                "name": "feedState",
                "type": "uint8"
              },
              {
                "internalType": "bool",
                "name": "feedOk",
                "type": "bool"
              },
              {
                "internalType": "uint256",
                "name": "heartbeat",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "navMaxAge",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "minAnswer",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "maxAnswer",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "lastBoughtAt",
                "type": "uint256"
              },
              {
                "internalType": "uint256",
                "name": "lastSoldAt",
                "type": "uint256"
              }
            ],
            "internalType": "struct IBalancerLens.AssetState[]",
            "name": "assets",
            "type": "tuple[]"
          }
        ],
        "internalType": "struct IBalancerLens.PortfolioState",
        "name": "",
        "type": "tuple"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const;
