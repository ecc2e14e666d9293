// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

interface IToken {
    function approve(address spender, uint256 amount) external returns (bool);
}

interface IMessenger {
    function depositForBurn(
        uint256 amount,
        uint32 destinationDomain,
        bytes32 mintRecipient,
        address burnToken,
        bytes32 destinationCaller,
        uint256 maxFee,
        uint32 minFinalityThreshold
    ) external;
}

/// @title What a transfer needs of an account that burns: a move that anybody sends, once, up to its deadline. Asks for no signature
contract BridgingAccount {
    struct Terms {
        uint256 nonce;
        uint40 generation;
        uint40 deadline;
    }

    address private immutable _USDC;
    IMessenger private immutable _MESSENGER;
    uint32 private immutable _FINALITY;
    mapping(uint256 nonce => bool) public used;

    error NonceUsed();
    error DeadlineOver();

    constructor(address usdc, address messenger, uint32 finality) {
        _USDC = usdc;
        _MESSENGER = IMessenger(messenger);
        _FINALITY = finality;
    }

    function bridgeSigned(
        uint32 domain,
        address sibling,
        uint256 amount,
        uint256 maxFee,
        Terms calldata terms,
        bytes calldata
    ) external {
        require(!used[terms.nonce], NonceUsed());
        require(block.timestamp <= terms.deadline, DeadlineOver());
        used[terms.nonce] = true;
        IToken(_USDC).approve(address(_MESSENGER), amount);
        _MESSENGER.depositForBurn(amount, domain, bytes32(uint256(uint160(sibling))), _USDC, 0, maxFee, _FINALITY);
    }
}
