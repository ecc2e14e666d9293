// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @title An ERC-20 with one bad habit or more, chosen by its test
contract OddToken {
    uint8 public immutable decimals;
    mapping(address account => uint256) private shares;
    mapping(address account => mapping(address spender => uint256)) public allowance;
    mapping(address account => bool) public blocked;
    uint256 public index = 1e18; // balance = shares × index
    uint256 public feeBps; // taken out of what arrives
    uint256 public extraBps; // taken from the sender on top
    bool public returnsNothing;
    bool public returnsFalse;
    bool public approvesOnlyFromZero;
    bool public approvesNothing;
    bool public balanceReverts;
    address public hook; // called after every transfer, as ERC-777 calls receivers

    error Refused();

    constructor(uint8 decimals_) {
        decimals = decimals_;
    }

    // ── habits ──────────────────────────────────────────────────────────────────────────────────────────────────────

    function mint(address to, uint256 amount) external {
        shares[to] += amount * 1e18 / index;
    }

    function rebase(uint256 index_) external {
        index = index_;
    }

    function setFees(uint256 feeBps_, uint256 extraBps_) external {
        (feeBps, extraBps) = (feeBps_, extraBps_);
    }

    function setReturns(bool nothing, bool false_) external {
        (returnsNothing, returnsFalse) = (nothing, false_);
    }

    function setApprovals(bool onlyFromZero, bool nothing) external {
        (approvesOnlyFromZero, approvesNothing) = (onlyFromZero, nothing);
    }

    function setBlocked(address account, bool blocked_) external {
        blocked[account] = blocked_;
    }

    function setBalanceReverts(bool reverts) external {
        balanceReverts = reverts;
    }

    function setHook(address hook_) external {
        hook = hook_;
    }

    // ── ERC-20 ──────────────────────────────────────────────────────────────────────────────────────────────────────

    function balanceOf(address account) public view returns (uint256) {
        require(!balanceReverts, Refused());
        return shares[account] * index / 1e18;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        return _answer(_move(msg.sender, to, amount));
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        if (allowance[from][msg.sender] < amount) {
            require(returnsFalse, Refused());
            return _answer(false);
        }
        if (allowance[from][msg.sender] != type(uint256).max) allowance[from][msg.sender] -= amount;
        return _answer(_move(from, to, amount));
    }

    function approve(address spender, uint256 amount) external returns (bool) {
        if (approvesNothing) return _answer(false);
        require(!approvesOnlyFromZero || amount == 0 || allowance[msg.sender][spender] == 0, Refused());
        allowance[msg.sender][spender] = amount;
        return _answer(true);
    }

    function _move(address from, address to, uint256 amount) private returns (bool) {
        uint256 total = amount + amount * extraBps / 10_000;
        if (blocked[from] || blocked[to] || balanceOf(from) < total) {
            require(returnsFalse, Refused());
            return false;
        }
        shares[from] -= (total * 1e18 + index - 1) / index;
        shares[to] += (amount - amount * feeBps / 10_000) * 1e18 / index;
        if (hook != address(0)) {
            (bool ok, bytes memory answer) =
                hook.call(abi.encodeWithSignature("tokensReceived(address,address,uint256)", from, to, amount));
            if (!ok) {
                assembly ("memory-safe") {
                    revert(add(answer, 0x20), mload(answer))
                }
            }
        }
        return true;
    }

    function _answer(bool ok) private view returns (bool) {
        if (returnsNothing) {
            require(ok, Refused());
            assembly ("memory-safe") {
                return(0, 0)
            }
        }
        require(ok || returnsFalse, Refused());
        return ok;
    }
}

/// @title Pays somebody when anybody asks: a vesting release, a stream, a claim on behalf
contract Income {
    OddToken private immutable TOKEN;
    address private immutable TO;

    constructor(address token, address to) {
        (TOKEN, TO) = (OddToken(token), to);
    }

    function release(uint256 amount) external {
        TOKEN.transfer(TO, amount);
    }
}
