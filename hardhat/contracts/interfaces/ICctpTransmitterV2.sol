// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title Circle's message transmitter of CCTP, version 2: what is asked of it here
interface ICctpTransmitterV2 {
    /// @notice A message as it leaves: nonce, executed finality, and in a burn also executed fee and expiration block, are 0 in it and
    /// filled in by the attesters.
    event MessageSent(bytes message);
    event MessageReceived(
        address indexed caller,
        uint32 sourceDomain,
        bytes32 indexed nonce,
        bytes32 sender,
        uint32 indexed finalityThresholdExecuted,
        bytes messageBody
    );

    /// @notice Hands in an attested message; anybody may, unless it names a caller, and once for each nonce.
    /// @param attestation signatures of keccak256(message), 65 bytes each, by attesters of ascending addresses
    function receiveMessage(bytes calldata message, bytes calldata attestation) external returns (bool success);

    function sendMessage(
        uint32 destinationDomain,
        bytes32 recipient,
        bytes32 destinationCaller,
        uint32 minFinalityThreshold,
        bytes calldata messageBody
    ) external;

    /// @return 1 once the message with this nonce was handed in, else 0
    function usedNonces(bytes32 nonce) external view returns (uint256);

    function localDomain() external view returns (uint32);

    function version() external view returns (uint32);
}
