// Generated from the compiled contracts by scripts/generate-abi.ts. Do not edit.
export const balancerFactoryAbi = [
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "portfolio",
        "type": "address"
      }
    ],
    "name": "AlreadyCreated",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "owner",
        "type": "address"
      }
    ],
    "name": "BadOwnerSignature",
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
    "name": "DepositAllowanceTooLow",
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
    "inputs": [],
    "name": "ZeroOwner",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "portfolio",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "owner",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "address",
        "name": "creator",
        "type": "address"
      }
    ],
    "name": "PortfolioCreated",
    "type": "event"
  },
  {
    "inputs": [
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
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      },
      {
        "components": [
          {
            "internalType": "address",
            "name": "token",
            "type": "address"
          },
          {
            "internalType": "uint256",
            "name": "amount",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "permitDeadline",
            "type": "uint256"
          },
          {
            "internalType": "uint8",
            "name": "v",
            "type": "uint8"
          },
          {
            "internalType": "bytes32",
            "name": "r",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "s",
            "type": "bytes32"
          }
        ],
        "internalType": "struct IBalancerTypes.Deposit[]",
        "name": "deposits",
        "type": "tuple[]"
      }
    ],
    "name": "create",
    "outputs": [
      {
        "internalType": "address",
        "name": "portfolio",
        "type": "address"
      }
    ],
    "stateMutability": "payable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "owner",
        "type": "address"
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
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
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
      },
      {
        "components": [
          {
            "internalType": "address",
            "name": "token",
            "type": "address"
          },
          {
            "internalType": "uint256",
            "name": "amount",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "permitDeadline",
            "type": "uint256"
          },
          {
            "internalType": "uint8",
            "name": "v",
            "type": "uint8"
          },
          {
            "internalType": "bytes32",
            "name": "r",
            "type": "bytes32"
          },
          {
            "internalType": "bytes32",
            "name": "s",
            "type": "bytes32"
          }
        ],
        "internalType": "struct IBalancerTypes.Deposit[]",
        "name": "deposits",
        "type": "tuple[]"
      }
    ],
    "name": "createFor",
    "outputs": [
      {
        "internalType": "address",
        "name": "portfolio",
        "type": "address"
      }
    ],
    "stateMutability": "payable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "owner",
        "type": "address"
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
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
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
    "name": "isPortfolio",
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
    "inputs": [
      {
        "internalType": "address",
        "name": "owner",
        "type": "address"
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
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      }
    ],
    "name": "predict",
    "outputs": [
      {
        "internalType": "address",
        "name": "portfolio",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "weth",
    "outputs": [
      {
        "internalType": "address",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const;
