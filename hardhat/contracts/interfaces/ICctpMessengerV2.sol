// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Circle's token messenger of CCTP, version 2: what is asked of it here
/// @notice Burns USDC on this chain for the same amount, less its fee, to be minted on another. Addresses of other chains are 32 bytes,
/// an EVM address in the last 20.
interface ICctpMessengerV2 {
    /// @param amount burnt, in USDC's units
    /// @param mintRecipient who gets it over there
    /// @param destinationTokenMessenger who may handle the message over there
    /// @param destinationCaller who alone may hand the message in over there (0: anybody)
    /// @param maxFee most that may be taken from `amount` when it is minted
    /// @param minFinalityThreshold least finality at which it is attested: 1000 fast, 2000 standard
    event DepositForBurn(
        address indexed burnToken,
        uint256 amount,
        address indexed depositor,
        bytes32 mintRecipient,
        uint32 destinationDomain,
        bytes32 destinationTokenMessenger,
        bytes32 destinationCaller,
        uint256 maxFee,
        uint32 indexed minFinalityThreshold,
        bytes hookData
    );
    /// @param amount that arrived, less the fee
    event MintAndWithdraw(address indexed mintRecipient, uint256 amount, address indexed mintToken, uint256 feeCollected);

    /// @notice Takes `amount` of `burnToken` from the caller, who has approved it, burns it and has the transmitter send the message.
    /// @param maxFee below `amount`, and at least what {getMinFeeAmount} says
    function depositForBurn(
        uint256 amount,
        uint32 destinationDomain,
        bytes32 mintRecipient,
        address burnToken,
        bytes32 destinationCaller,
        uint256 maxFee,
        uint32 minFinalityThreshold
    ) external;

    /// @notice Least `maxFee` that is accepted for an amount. Deployments before it came don't have it.
    function getMinFeeAmount(uint256 amount) external view returns (uint256);

    function localMessageTransmitter() external view returns (address);
}
