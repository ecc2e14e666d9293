// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { TestToken } from "../../contracts/local/TestToken.sol";

/// @dev Says which domain this is, and which nonces were used.
contract ScriptedTransmitter {
    uint32 public immutable localDomain;
    mapping(bytes32 nonce => uint256) public usedNonces;

    constructor(uint32 domain) {
        localDomain = domain;
    }

    function use(bytes32 nonce) external {
        usedNonces[nonce] = 1;
    }
}

/// @title Stands for Circle's messenger: takes what it is allowed, remembers it, and mints it when the test says so
/// @dev The pair that speaks the real format is in contracts/local/cctp; this one also takes too little, or too much.
contract ScriptedMessenger {
    struct Burn {
        uint256 amount;
        uint32 domain;
        address recipient;
        address sender;
        uint256 maxFee;
        uint32 finality;
    }

    address public immutable localMessageTransmitter;
    Burn[] public burns;
    uint256 public takesLess;
    uint256 public givesBack;

    constructor(address transmitter) {
        localMessageTransmitter = transmitter;
    }

    function setTakes(uint256 less, uint256 back) external {
        (takesLess, givesBack) = (less, back);
    }

    function depositForBurn(
        uint256 amount,
        uint32 domain,
        bytes32 recipient,
        address token,
        bytes32 caller,
        uint256 maxFee,
        uint32 finality
    ) external {
        require(maxFee < amount && caller == 0 && uint256(recipient) >> 160 == 0, "refused");
        IERC20(token).transferFrom(msg.sender, address(this), amount - takesLess);
        if (givesBack != 0) IERC20(token).transfer(msg.sender, givesBack);
        burns.push(Burn(amount, domain, address(uint160(uint256(recipient))), msg.sender, maxFee, finality));
    }

    function burnCount() external view returns (uint256) {
        return burns.length;
    }

    /// @dev What was burnt last arrives, less `fee`.
    function mintLast(address token, uint256 fee) external {
        Burn memory b = burns[burns.length - 1];
        burns.pop();
        TestToken(token).mint(b.recipient, b.amount - fee);
    }
}
