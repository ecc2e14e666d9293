// Generated from the compiled contracts by scripts/generate-abi.ts. Do not edit.
export const delegatedFactoryAbi = [
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "BadAccountSignature",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "factory",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "clone",
        "type": "address"
      }
    ],
    "name": "CloneElsewhere",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "deadline",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "latest",
        "type": "uint256"
      }
    ],
    "name": "DeadlineTooFar",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "deadline",
        "type": "uint256"
      }
    ],
    "name": "SignatureExpired",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "given",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "next",
        "type": "uint256"
      }
    ],
    "name": "WrongIndex",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "clone",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "account",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "guardian",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "address",
        "name": "sender",
        "type": "address"
      }
    ],
    "name": "DelegatedCreated",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "clone",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "account",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      }
    ],
    "name": "DelegatedRetired",
    "type": "event"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "countOf",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "guardian",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      },
      {
        "components": [
          {
            "internalType": "address",
            "name": "signer",
            "type": "address"
          },
          {
            "components": [
              {
                "internalType": "address",
                "name": "token",
                "type": "address"
              },
              {
                "internalType": "uint16",
                "name": "targetBps",
                "type": "uint16"
              },
              {
                "internalType": "address",
                "name": "feed",
                "type": "address"
              },
              {
                "internalType": "uint24",
                "name": "heartbeat",
                "type": "uint24"
              },
              {
                "internalType": "uint24",
                "name": "navMaxAge",
                "type": "uint24"
              },
              {
                "internalType": "uint128",
                "name": "minAnswer",
                "type": "uint128"
              },
              {
                "internalType": "uint128",
                "name": "maxAnswer",
                "type": "uint128"
              }
            ],
            "internalType": "struct IBalancerTypes.AssetConfig[]",
            "name": "assets",
            "type": "tuple[]"
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
            "internalType": "address[]",
            "name": "routers",
            "type": "address[]"
          },
          {
            "components": [
              {
                "internalType": "uint32",
                "name": "bps",
                "type": "uint32"
              },
              {
                "internalType": "uint40",
                "name": "expiresAt",
                "type": "uint40"
              }
            ],
            "internalType": "struct IBalancerTypes.OneOffTurnover",
            "name": "oneOff",
            "type": "tuple"
          }
        ],
        "internalType": "struct IBalancerTypes.Config",
        "name": "config",
        "type": "tuple"
      }
    ],
    "name": "create",
    "outputs": [
      {
        "internalType": "address",
        "name": "clone",
        "type": "address"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "guardian",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      },
      {
        "components": [
          {
            "internalType": "address",
            "name": "signer",
            "type": "address"
          },
          {
            "components": [
              {
                "internalType": "address",
                "name": "token",
                "type": "address"
              },
              {
                "internalType": "uint16",
                "name": "targetBps",
                "type": "uint16"
              },
              {
                "internalType": "address",
                "name": "feed",
                "type": "address"
              },
              {
                "internalType": "uint24",
                "name": "heartbeat",
                "type": "uint24"
              },
              {
                "internalType": "uint24",
                "name": "navMaxAge",
                "type": "uint24"
              },
              {
                "internalType": "uint128",
                "name": "minAnswer",
                "type": "uint128"
              },
              {
                "internalType": "uint128",
                "name": "maxAnswer",
                "type": "uint128"
              }
            ],
            "internalType": "struct IBalancerTypes.AssetConfig[]",
            "name": "assets",
            "type": "tuple[]"
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
            "internalType": "address[]",
            "name": "routers",
            "type": "address[]"
          },
          {
            "components": [
              {
                "internalType": "uint32",
                "name": "bps",
                "type": "uint32"
              },
              {
                "internalType": "uint40",
                "name": "expiresAt",
                "type": "uint40"
              }
            ],
            "internalType": "struct IBalancerTypes.OneOffTurnover",
            "name": "oneOff",
            "type": "tuple"
          }
        ],
        "internalType": "struct IBalancerTypes.Config",
        "name": "config",
        "type": "tuple"
      },
      {
        "internalType": "uint256",
        "name": "deadline",
        "type": "uint256"
      },
      {
        "internalType": "bytes",
        "name": "signature",
        "type": "bytes"
      }
    ],
    "name": "createFor",
    "outputs": [
      {
        "internalType": "address",
        "name": "clone",
        "type": "address"
      }
    ],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "guardian",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      },
      {
        "components": [
          {
            "internalType": "address",
            "name": "signer",
            "type": "address"
          },
          {
            "components": [
              {
                "internalType": "address",
                "name": "token",
                "type": "address"
              },
              {
                "internalType": "uint16",
                "name": "targetBps",
                "type": "uint16"
              },
              {
                "internalType": "address",
                "name": "feed",
                "type": "address"
              },
              {
                "internalType": "uint24",
                "name": "heartbeat",
                "type": "uint24"
              },
              {
                "internalType": "uint24",
                "name": "navMaxAge",
                "type": "uint24"
              },
              {
                "internalType": "uint128",
                "name": "minAnswer",
                "type": "uint128"
              },
              {
                "internalType": "uint128",
                "name": "maxAnswer",
                "type": "uint128"
              }
            ],
            "internalType": "struct IBalancerTypes.AssetConfig[]",
            "name": "assets",
            "type": "tuple[]"
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
            "internalType": "address[]",
            "name": "routers",
            "type": "address[]"
          },
          {
            "components": [
              {
                "internalType": "uint32",
                "name": "bps",
                "type": "uint32"
              },
              {
                "internalType": "uint40",
                "name": "expiresAt",
                "type": "uint40"
              }
            ],
            "internalType": "struct IBalancerTypes.OneOffTurnover",
            "name": "oneOff",
            "type": "tuple"
          }
        ],
        "internalType": "struct IBalancerTypes.Config",
        "name": "config",
        "type": "tuple"
      },
      {
        "internalType": "uint256",
        "name": "deadline",
        "type": "uint256"
      }
    ],
    "name": "creationHash",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "currentOf",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "implementation",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "isClone",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "predecessors",
    "outputs": [
      {
        "internalType": "address[]",
        "name": "",
        "type": "address[]"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "guardian",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      },
      {
        "components": [
          {
            "internalType": "address",
            "name": "signer",
            "type": "address"
          },
          {
            "components": [
              {
                "internalType": "address",
                "name": "token",
                "type": "address"
              },
              {
                "internalType": "uint16",
                "name": "targetBps",
                "type": "uint16"
              },
              {
                "internalType": "address",
                "name": "feed",
                "type": "address"
              },
              {
                "internalType": "uint24",
                "name": "heartbeat",
                "type": "uint24"
              },
              {
                "internalType": "uint24",
                "name": "navMaxAge",
                "type": "uint24"
              },
              {
                "internalType": "uint128",
                "name": "minAnswer",
                "type": "uint128"
              },
              {
                "internalType": "uint128",
                "name": "maxAnswer",
                "type": "uint128"
              }
            ],
            "internalType": "struct IBalancerTypes.AssetConfig[]",
            "name": "assets",
            "type": "tuple[]"
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
            "internalType": "address[]",
            "name": "routers",
            "type": "address[]"
          },
          {
            "components": [
              {
                "internalType": "uint32",
                "name": "bps",
                "type": "uint32"
              },
              {
                "internalType": "uint40",
                "name": "expiresAt",
                "type": "uint40"
              }
            ],
            "internalType": "struct IBalancerTypes.OneOffTurnover",
            "name": "oneOff",
            "type": "tuple"
          }
        ],
        "internalType": "struct IBalancerTypes.Config",
        "name": "config",
        "type": "tuple"
      }
    ],
    "name": "predict",
    "outputs": [
      {
        "internalType": "address",
        "name": "clone",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      }
    ],
    "name": "retire",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "FailedDeployment",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "balance",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "needed",
        "type": "uint256"
      }
    ],
    "name": "InsufficientBalance",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "InvalidShortString",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "string",
        "name": "str",
        "type": "string"
      }
    ],
    "name": "StringTooLong",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "given",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "ceiling",
        "type": "uint256"
      }
    ],
    "name": "AboveCeiling",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "field",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "given",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "cap",
        "type": "uint256"
      }
    ],
    "name": "AboveHardCap",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      }
    ],
    "name": "AllowanceChanged",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "allowance",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "AllowanceTooLow",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "minAnswer",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "maxAnswer",
        "type": "uint256"
      }
    ],
    "name": "BadAnswerBounds",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "expiresAt",
        "type": "uint256"
      }
    ],
    "name": "BadExpiry",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "heartbeat",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "navMaxAge",
        "type": "uint256"
      }
    ],
    "name": "BadHeartbeat",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "BadProposalSignature",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "bps",
        "type": "uint256"
      }
    ],
    "name": "BadShare",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "field",
        "type": "bytes32"
      },
      {
        "internalType": "uint256",
        "name": "given",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "floor",
        "type": "uint256"
      }
    ],
    "name": "BelowHardFloor",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      }
    ],
    "name": "BoughtNotBelowTarget",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "mostValueE32",
        "type": "uint256"
      }
    ],
    "name": "BoughtTooFar",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "contexts",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "swaps",
        "type": "uint256"
      }
    ],
    "name": "ContextsMismatch",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "until",
        "type": "uint256"
      }
    ],
    "name": "CoolingDown",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "decimals",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "DecimalsTooHigh",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      }
    ],
    "name": "DuplicateToken",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ETHNotAccepted",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "EmptyNav",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ExtensionNotCanonical",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "decimals",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "FeedDecimalsTooHigh",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      },
      {
        "internalType": "enum IBalancerTypes.FeedState",
        "name": "state",
        "type": "uint8"
      }
    ],
    "name": "FeedRefused",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "valueE32",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "minimumE32",
        "type": "uint256"
      }
    ],
    "name": "FillBelowMinimum",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "ForbiddenAccount",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "feed",
        "type": "address"
      }
    ],
    "name": "ForbiddenFeed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "guardian",
        "type": "address"
      }
    ],
    "name": "ForbiddenGuardian",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "to",
        "type": "address"
      }
    ],
    "name": "ForbiddenReceiver",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "router",
        "type": "address"
      }
    ],
    "name": "ForbiddenRouter",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "signer",
        "type": "address"
      }
    ],
    "name": "ForbiddenSigner",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      }
    ],
    "name": "ForbiddenToken",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "InvalidInitialization",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      }
    ],
    "name": "IsAsset",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "IsLocked",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "IsPaused",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "tokens",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "targets",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "wanted",
        "type": "uint256"
      }
    ],
    "name": "LengthMismatch",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "wantedE18",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "leftE18",
        "type": "uint256"
      }
    ],
    "name": "LossBudgetExceeded",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "NoCode",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NoSwaps",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "nonce",
        "type": "uint256"
      }
    ],
    "name": "NonceUsed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "NotAccount",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "NotAccountGuardianOrSigner",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "current",
        "type": "address"
      }
    ],
    "name": "NotCurrentClone",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "NotFactory",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NotInitializing",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "NotLimitOrderProtocol",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "orderHash",
        "type": "bytes32"
      }
    ],
    "name": "NotLocked",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "links",
        "type": "uint256"
      }
    ],
    "name": "NotOneDelegation",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "NotOwnerOrSigner",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "NotPostCaller",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "authority",
        "type": "bytes32"
      }
    ],
    "name": "NotRootDelegation",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "maker",
        "type": "uint256"
      }
    ],
    "name": "NotThisMaker",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NothingToWrap",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "OneOffRefused",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "valueE32",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "minimumE32",
        "type": "uint256"
      }
    ],
    "name": "OrderBelowMinimum",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "lop",
        "type": "address"
      }
    ],
    "name": "OrderHashDiffers",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "before",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "left",
        "type": "uint256"
      }
    ],
    "name": "OtherTokenLess",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "overshootBps",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "minDriftBps",
        "type": "uint256"
      }
    ],
    "name": "OvershootNotBelowDrift",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "deadline",
        "type": "uint256"
      }
    ],
    "name": "ProposalExpired",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "PublicBookOff",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "PublicBookRefused",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "pulled",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "wanted",
        "type": "uint256"
      }
    ],
    "name": "PulledTooLittle",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "received",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "minOut",
        "type": "uint256"
      }
    ],
    "name": "ReceivedTooLittle",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "RenounceDisabled",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "router",
        "type": "address"
      }
    ],
    "name": "RouterNotAllowed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      }
    ],
    "name": "SafeERC20FailedOperation",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      }
    ],
    "name": "SameAsset",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "valueOutE32",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "valueInE32",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "maxSlippageBps",
        "type": "uint256"
      }
    ],
    "name": "SlippageTooHigh",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      }
    ],
    "name": "SoldAndBought",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      }
    ],
    "name": "SoldNotAboveTarget",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "leastValueE32",
        "type": "uint256"
      }
    ],
    "name": "SoldTooFar",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "targetBps",
        "type": "uint256"
      }
    ],
    "name": "TargetNotZero",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "sum",
        "type": "uint256"
      }
    ],
    "name": "TargetsSum",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "listed",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "current",
        "type": "uint256"
      }
    ],
    "name": "TokenDecimalsChanged",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "given",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "least",
        "type": "uint256"
      }
    ],
    "name": "TooLittleGas",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "count",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "TooManyAssets",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "TooManyRouters",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "TooManySwaps",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "wantedE18",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "leftE18",
        "type": "uint256"
      }
    ],
    "name": "TurnoverBudgetExceeded",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "first",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "second",
        "type": "address"
      }
    ],
    "name": "TwinTokens",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      }
    ],
    "name": "UnknownAsset",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "router",
        "type": "address"
      }
    ],
    "name": "UnknownRouter",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ValueOverflow",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "delegate",
        "type": "address"
      }
    ],
    "name": "WrongDelegate",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "delegator",
        "type": "address"
      }
    ],
    "name": "WrongDelegator",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "given",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "current",
        "type": "uint256"
      }
    ],
    "name": "WrongGeneration",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "index",
        "type": "uint256"
      }
    ],
    "name": "WrongTokenOrder",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ZeroAddress",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ZeroAmount",
    "type": "error"
  }
] as const;
