// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { LocalUsdc } from "./LocalUsdc.sol";

/// @title Burns and mints USDC of a local chain for the token messenger that it is made with, as Circle's minter does
/// @dev Made by the messenger, which passes on what its own owner sets.
contract LocalTokenMinter {
    address public immutable localTokenMessenger = msg.sender;
    bool public paused;
    /// @notice Most that one message burns of a token.
    mapping(address token => uint256) public burnLimitsPerMessage;
    mapping(bytes32 remote => address token) private _tokens;

    error Paused();
    error NotMessenger();
    error OverBurnLimit(uint256 limit);
    error TokenUnknown();

    modifier byMessenger() {
        require(msg.sender == localTokenMessenger, NotMessenger());
        _;
    }

    modifier unlessPaused() {
        require(!paused, Paused());
        _;
    }

    function setPaused(bool is_) external byMessenger {
        paused = is_;
    }

    function linkTokenPair(address localToken, uint32 remoteDomain, bytes32 remoteToken) external byMessenger {
        _tokens[keccak256(abi.encodePacked(remoteDomain, remoteToken))] = localToken;
    }

    function setMaxBurnAmountPerMessage(address token, uint256 limit) external byMessenger {
        burnLimitsPerMessage[token] = limit;
    }

    function getLocalToken(uint32 remoteDomain, bytes32 remoteToken) public view returns (address) {
        return _tokens[keccak256(abi.encodePacked(remoteDomain, remoteToken))];
    }

    function burn(address token, uint256 amount) external byMessenger unlessPaused {
        uint256 limit = burnLimitsPerMessage[token];
        require(amount <= limit, OverBurnLimit(limit));
        LocalUsdc(token).burn(amount);
    }

    function mint(
        uint32 sourceDomain,
        bytes32 burnToken,
        address recipient,
        address feeRecipient,
        uint256 amount,
        uint256 fee
    ) external byMessenger unlessPaused returns (address token) {
        token = getLocalToken(sourceDomain, burnToken);
        require(token != address(0), TokenUnknown());
        LocalUsdc(token).mint(recipient, amount);
        if (fee != 0) LocalUsdc(token).mint(feeRecipient, fee);
    }
}
