// Generated from the compiled contracts by scripts/generate-abi.ts. Do not edit.
export const cashFactoryAbi = [
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
        "name": "sender",
        "type": "address"
      }
    ],
    "name": "CashPortfolioCreated",
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
                "internalType": "uint96",
                "name": "rateMin",
                "type": "uint96"
              },
              {
                "internalType": "uint96",
                "name": "rateMax",
                "type": "uint96"
              }
            ],
            "internalType": "struct ICashTypes.VaultConfig[]",
            "name": "vaults",
            "type": "tuple[]"
          }
        ],
        "internalType": "struct ICashTypes.CashConfig",
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
    "stateMutability": "nonpayable",
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
                "internalType": "uint96",
                "name": "rateMin",
                "type": "uint96"
              },
              {
                "internalType": "uint96",
                "name": "rateMax",
                "type": "uint96"
              }
            ],
            "internalType": "struct ICashTypes.VaultConfig[]",
            "name": "vaults",
            "type": "tuple[]"
          }
        ],
        "internalType": "struct ICashTypes.CashConfig",
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
    "stateMutability": "nonpayable",
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
                "internalType": "uint96",
                "name": "rateMin",
                "type": "uint96"
              },
              {
                "internalType": "uint96",
                "name": "rateMax",
                "type": "uint96"
              }
            ],
            "internalType": "struct ICashTypes.VaultConfig[]",
            "name": "vaults",
            "type": "tuple[]"
          }
        ],
        "internalType": "struct ICashTypes.CashConfig",
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
                "internalType": "uint96",
                "name": "rateMin",
                "type": "uint96"
              },
              {
                "internalType": "uint96",
                "name": "rateMax",
                "type": "uint96"
              }
            ],
            "internalType": "struct ICashTypes.VaultConfig[]",
            "name": "vaults",
            "type": "tuple[]"
          }
        ],
        "internalType": "struct ICashTypes.CashConfig",
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
        "internalType": "address",
        "name": "vault",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "given",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "AboveVaultCap",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "spender",
        "type": "address"
      },
      {
        "internalType": "uint256",
        "name": "left",
        "type": "uint256"
      }
    ],
    "name": "AllowanceLeft",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint32",
        "name": "domain",
        "type": "uint32"
      }
    ],
    "name": "AlreadyTested",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "vault",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "asset",
        "type": "address"
      }
    ],
    "name": "AssetNotUsdc",
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
        "name": "wantedE18",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "leftE18",
        "type": "uint256"
      }
    ],
    "name": "BridgeBudgetExceeded",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "until",
        "type": "uint256"
      }
    ],
    "name": "BridgeCoolingDown",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "burnt",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "BurntOtherAmount",
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
    "name": "CashTurnoverExceeded",
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
    "inputs": [],
    "name": "EmptyValue",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "maxFee",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "FeeTooHigh",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint32",
        "name": "domain",
        "type": "uint32"
      }
    ],
    "name": "ForbiddenDomain",
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
        "name": "vault",
        "type": "address"
      }
    ],
    "name": "ForbiddenVault",
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
        "internalType": "uint256",
        "name": "loss",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "MoveLosesTooMuch",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "moved",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "least",
        "type": "uint256"
      }
    ],
    "name": "MoveTooSmall",
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
    "name": "NotOwnerOrSigner",
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
    "name": "NotUsdc",
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
    "name": "OwnableInvalidOwner",
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
    "name": "OwnableUnauthorizedAccount",
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
    "inputs": [
      {
        "internalType": "uint256",
        "name": "rate",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "least",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "RateOutOfBounds",
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
        "internalType": "uint8",
        "name": "bits",
        "type": "uint8"
      },
      {
        "internalType": "uint256",
        "name": "value",
        "type": "uint256"
      }
    ],
    "name": "SafeCastOverflowedUintDowncast",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint32",
        "name": "domain",
        "type": "uint32"
      },
      {
        "internalType": "uint256",
        "name": "openUntil",
        "type": "uint256"
      }
    ],
    "name": "SiblingNotOpen",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint32",
        "name": "domain",
        "type": "uint32"
      },
      {
        "internalType": "uint256",
        "name": "from",
        "type": "uint256"
      }
    ],
    "name": "TestTooYoung",
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
        "name": "most",
        "type": "uint256"
      }
    ],
    "name": "TooManySiblings",
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
    "name": "TooManyVaults",
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
        "internalType": "uint32",
        "name": "domain",
        "type": "uint32"
      }
    ],
    "name": "UnknownSibling",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "vault",
        "type": "address"
      }
    ],
    "name": "UnknownVault",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "vault",
        "type": "address"
      },
      {
        "internalType": "enum ICashTypes.VaultState",
        "name": "state",
        "type": "uint8"
      }
    ],
    "name": "VaultRefused",
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
        "internalType": "uint32",
        "name": "domain",
        "type": "uint32"
      },
      {
        "internalType": "address",
        "name": "given",
        "type": "address"
      }
    ],
    "name": "WrongSibling",
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
        "name": "account",
        "type": "address"
      }
    ],
    "name": "NoCode",
    "type": "error"
  }
] as const;
