// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

import { ICctpTransmitterV2 } from "../../interfaces/ICctpTransmitterV2.sol";

/// @title Who a message is for, as Circle's transmitter calls it
interface IMessageHandler {
    function handleReceiveFinalizedMessage(
        uint32 sourceDomain,
        bytes32 sender,
        uint32 finalityThresholdExecuted,
        bytes calldata messageBody
    ) external returns (bool);

    function handleReceiveUnfinalizedMessage(
        uint32 sourceDomain,
        bytes32 sender,
        uint32 finalityThresholdExecuted,
        bytes calldata messageBody
    ) external returns (bool);
}

/// @title Circle's message transmitter V2 for local chains: the same messages, events and rules, in code of our own
/// @dev Whoever deploys it owns it. Its errors are its own.
contract LocalMessageTransmitter is ICctpTransmitterV2 {
    /// @dev Of the message: version 0, source 4, destination 8, nonce 12, sender 44, recipient 76, caller 108, minimal finality 140,
    /// finality executed 144, body 148.
    uint256 private constant _BODY_AT = 148;
    uint256 private constant _SIGNATURE_BYTES = 65;
    uint256 private constant _BODY_BYTES_MAX = 8_192;
    uint32 private constant _FINALIZED = 2_000;

    uint32 public constant version = 1;
    uint32 public immutable localDomain;
    address public immutable owner = msg.sender;
    bool public paused;
    uint256 public signatureThreshold;
    address[] private _attesters;
    mapping(bytes32 nonce => uint256) public usedNonces;

    error Paused();
    error NotOwner();
    error DomainIsLocal();
    error RecipientMissing();
    error BodyTooLong();
    error MessageTooShort();
    error OtherDestination(uint32 domain);
    error OtherVersion(uint32 version);
    error OtherCaller(bytes32 caller);
    error NonceUsed(bytes32 nonce);
    error AttestationLength(uint256 length);
    error SignaturesUnordered();
    error NoAttester(address signer);
    error RecipientRefused();
    error ThresholdInvalid();

    modifier onlyOwner() {
        require(msg.sender == owner, NotOwner());
        _;
    }

    modifier unlessPaused() {
        require(!paused, Paused());
        _;
    }

    constructor(uint32 localDomain_, address[] memory attesters, uint256 threshold) {
        localDomain = localDomain_;
        _setAttesters(attesters, threshold);
        // No attested message has it: it stands for a nonce that is not filled in.
        usedNonces[0] = 1;
    }

    function setPaused(bool is_) external onlyOwner {
        paused = is_;
    }

    function setAttesters(address[] calldata attesters, uint256 threshold) external onlyOwner {
        _setAttesters(attesters, threshold);
    }

    function isEnabledAttester(address attester) public view returns (bool) {
        for (uint256 i = 0; i < _attesters.length; ++i) if (_attesters[i] == attester) return true;
        return false;
    }

    function getNumEnabledAttesters() external view returns (uint256) {
        return _attesters.length;
    }

    function getEnabledAttester(uint256 index) external view returns (address) {
        return _attesters[index];
    }

    function sendMessage(
        uint32 destinationDomain,
        bytes32 recipient,
        bytes32 destinationCaller,
        uint32 minFinalityThreshold,
        bytes calldata messageBody
    ) external unlessPaused {
        require(destinationDomain != localDomain, DomainIsLocal());
        require(messageBody.length <= _BODY_BYTES_MAX, BodyTooLong());
        require(recipient != 0, RecipientMissing());
        emit MessageSent(
            abi.encodePacked(
                version,
                localDomain,
                destinationDomain,
                bytes32(0),
                bytes32(uint256(uint160(msg.sender))),
                recipient,
                destinationCaller,
                minFinalityThreshold,
                uint32(0),
                messageBody
            )
        );
    }

    function receiveMessage(bytes calldata message, bytes calldata attestation)
        external
        unlessPaused
        returns (bool)
    {
        _requireAttested(message, attestation);
        require(message.length >= _BODY_AT, MessageTooShort());
        uint32 messageVersion = uint32(bytes4(message[0:4]));
        uint32 destination = uint32(bytes4(message[8:12]));
        bytes32 caller = bytes32(message[108:140]);
        bytes32 nonce = bytes32(message[12:44]);
        require(destination == localDomain, OtherDestination(destination));
        require(caller == 0 || caller == bytes32(uint256(uint160(msg.sender))), OtherCaller(caller));
        require(messageVersion == version, OtherVersion(messageVersion));
        require(usedNonces[nonce] == 0, NonceUsed(nonce));
        usedNonces[nonce] = 1;
        _handle(message, nonce);
        return true;
    }

    function _handle(bytes calldata message, bytes32 nonce) private {
        uint32 source = uint32(bytes4(message[4:8]));
        bytes32 sender = bytes32(message[44:76]);
        IMessageHandler recipient = IMessageHandler(address(uint160(uint256(bytes32(message[76:108])))));
        uint32 finality = uint32(bytes4(message[144:148]));
        bytes calldata body = message[_BODY_AT:];
        bool taken = finality < _FINALIZED
            ? recipient.handleReceiveUnfinalizedMessage(source, sender, finality, body)
            : recipient.handleReceiveFinalizedMessage(source, sender, finality, body);
        require(taken, RecipientRefused());
        emit MessageReceived(msg.sender, source, nonce, sender, finality, body);
    }

    /// @dev Signers in ascending order, so that none counts twice.
    function _requireAttested(bytes calldata message, bytes calldata attestation) private view {
        require(attestation.length == _SIGNATURE_BYTES * signatureThreshold, AttestationLength(attestation.length));
        bytes32 digest = keccak256(message);
        address last = address(0);
        for (uint256 at = 0; at < attestation.length; at += _SIGNATURE_BYTES) {
            address signer = ECDSA.recover(digest, attestation[at:at + _SIGNATURE_BYTES]);
            require(signer > last, SignaturesUnordered());
            require(isEnabledAttester(signer), NoAttester(signer));
            last = signer;
        }
    }

    function _setAttesters(address[] memory attesters, uint256 threshold) private {
        require(threshold != 0 && threshold <= attesters.length, ThresholdInvalid());
        _attesters = attesters;
        signatureThreshold = threshold;
    }
}
