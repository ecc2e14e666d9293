// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import { ICctpMessengerV2 } from "../../interfaces/ICctpMessengerV2.sol";
import { ICctpTransmitterV2 } from "../../interfaces/ICctpTransmitterV2.sol";
import { IMessageHandler } from "./LocalMessageTransmitter.sol";
import { LocalTokenMinter } from "./LocalTokenMinter.sol";

/// @title Circle's token messenger V2 for local chains: the same messages, events and rules, in code of our own
/// @dev Whoever deploys it owns it. Its errors are its own.
contract LocalTokenMessenger is ICctpMessengerV2, IMessageHandler {
    using SafeERC20 for IERC20;

    struct Burn {
        uint256 amount;
        uint32 domain;
        bytes32 recipient;
        address token;
        bytes32 caller;
        uint256 maxFee;
        uint32 finality;
    }

    /// @dev Of the body: version 0, token 4, recipient 36, amount 68, sender 100, maximal fee 132, fee executed 164, expiration 196,
    /// hook 228.
    uint256 private constant _HOOK_AT = 228;
    uint32 private constant _FINALITY_MIN = 500;
    /// @dev Fees are counted in thousandths of a basis point.
    uint256 private constant _E7 = 10_000_000;

    uint32 public constant messageBodyVersion = 1;
    address public immutable owner = msg.sender;
    address public immutable localMessageTransmitter;
    LocalTokenMinter public immutable localMinter = new LocalTokenMinter();
    address public feeRecipient = msg.sender;
    uint256 public minFee;
    mapping(uint32 domain => bytes32 messenger) public remoteTokenMessengers;

    error NotOwner();
    error AmountZero();
    error RecipientMissing();
    error FeeTakesAll();
    error FeeTooLow(uint256 least);
    error FeeAboveMax();
    error DomainUnknown(uint32 domain);
    error NotTransmitter();
    error SenderUnknown(bytes32 sender);
    error FinalityTooLow(uint32 finality);
    error BodyTooShort();
    error OtherBodyVersion(uint32 version);
    error Expired(uint256 atBlock);
    error HookEmpty();

    modifier onlyOwner() {
        require(msg.sender == owner, NotOwner());
        _;
    }

    constructor(address transmitter) {
        localMessageTransmitter = transmitter;
    }

    function addRemote(uint32 domain, bytes32 messenger, address localToken, bytes32 remoteToken) external onlyOwner {
        remoteTokenMessengers[domain] = messenger;
        localMinter.linkTokenPair(localToken, domain, remoteToken);
    }

    function setBurnLimit(address token, uint256 limit) external onlyOwner {
        localMinter.setMaxBurnAmountPerMessage(token, limit);
    }

    function setMinterPaused(bool is_) external onlyOwner {
        localMinter.setPaused(is_);
    }

    function setMinFee(uint256 e7) external onlyOwner {
        minFee = e7;
    }

    function setFeeRecipient(address recipient) external onlyOwner {
        feeRecipient = recipient;
    }

    function getMinFeeAmount(uint256 amount) public view returns (uint256) {
        if (minFee == 0) return 0;
        uint256 least = (amount * minFee) / _E7;
        return least == 0 ? 1 : least;
    }

    function depositForBurn(
        uint256 amount,
        uint32 destinationDomain,
        bytes32 mintRecipient,
        address burnToken,
        bytes32 destinationCaller,
        uint256 maxFee,
        uint32 minFinalityThreshold
    ) external {
        _burn(
            Burn(amount, destinationDomain, mintRecipient, burnToken, destinationCaller, maxFee, minFinalityThreshold),
            ""
        );
    }

    function depositForBurnWithHook(
        uint256 amount,
        uint32 destinationDomain,
        bytes32 mintRecipient,
        address burnToken,
        bytes32 destinationCaller,
        uint256 maxFee,
        uint32 minFinalityThreshold,
        bytes calldata hookData
    ) external {
        require(hookData.length != 0, HookEmpty());
        _burn(
            Burn(amount, destinationDomain, mintRecipient, burnToken, destinationCaller, maxFee, minFinalityThreshold),
            hookData
        );
    }

    function handleReceiveFinalizedMessage(uint32 source, bytes32 sender, uint32, bytes calldata body)
        external
        returns (bool)
    {
        return _mint(source, sender, body);
    }

    function handleReceiveUnfinalizedMessage(uint32 source, bytes32 sender, uint32 finality, bytes calldata body)
        external
        returns (bool)
    {
        require(finality >= _FINALITY_MIN, FinalityTooLow(finality));
        return _mint(source, sender, body);
    }

    function _burn(Burn memory b, bytes memory hook) private {
        require(b.amount != 0, AmountZero());
        require(b.recipient != 0, RecipientMissing());
        require(b.maxFee < b.amount, FeeTakesAll());
        require(b.maxFee >= getMinFeeAmount(b.amount), FeeTooLow(getMinFeeAmount(b.amount)));
        bytes32 messenger = remoteTokenMessengers[b.domain];
        require(messenger != 0, DomainUnknown(b.domain));
        IERC20(b.token).safeTransferFrom(msg.sender, address(localMinter), b.amount);
        localMinter.burn(b.token, b.amount);
        ICctpTransmitterV2(localMessageTransmitter).sendMessage(
            b.domain, messenger, b.caller, b.finality, _body(b, hook)
        );
        _announce(b, messenger, hook);
    }

    function _announce(Burn memory b, bytes32 messenger, bytes memory hook) private {
        emit DepositForBurn(
            b.token, b.amount, msg.sender, b.recipient, b.domain, messenger, b.caller, b.maxFee, b.finality, hook
        );
    }

    function _body(Burn memory b, bytes memory hook) private view returns (bytes memory) {
        return abi.encodePacked(
            messageBodyVersion,
            bytes32(uint256(uint160(b.token))),
            b.recipient,
            b.amount,
            bytes32(uint256(uint160(msg.sender))),
            b.maxFee,
            uint256(0),
            uint256(0),
            hook
        );
    }

    function _mint(uint32 source, bytes32 sender, bytes calldata body) private returns (bool) {
        require(msg.sender == localMessageTransmitter, NotTransmitter());
        require(sender != 0 && remoteTokenMessengers[source] == sender, SenderUnknown(sender));
        require(body.length >= _HOOK_AT, BodyTooShort());
        uint32 bodyVersion = uint32(bytes4(body[0:4]));
        require(bodyVersion == messageBodyVersion, OtherBodyVersion(bodyVersion));
        address recipient = address(uint160(uint256(bytes32(body[36:68]))));
        uint256 amount = uint256(bytes32(body[68:100]));
        uint256 fee = uint256(bytes32(body[164:196]));
        uint256 expiration = uint256(bytes32(body[196:228]));
        require(expiration == 0 || expiration > block.number, Expired(expiration));
        require(fee == 0 || fee < amount, FeeTakesAll());
        require(fee <= uint256(bytes32(body[132:164])), FeeAboveMax());
        address token =
            localMinter.mint(source, bytes32(body[4:36]), recipient, feeRecipient, amount - fee, fee);
        emit MintAndWithdraw(recipient, amount - fee, token, fee);
        return true;
    }
}
