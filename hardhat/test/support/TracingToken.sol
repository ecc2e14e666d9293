// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A token that remembers everybody an account ever approved, so that no forgotten allowance hides
contract TracingToken is ERC20 {
    uint8 private immutable _DECIMALS;
    mapping(address owner => address[]) private spenders;
    mapping(address owner => mapping(address spender => bool)) private known;

    constructor(string memory symbol_, uint8 decimals_) ERC20(symbol_, symbol_) {
        _DECIMALS = decimals_;
    }

    function decimals() public view override returns (uint8) {
        return _DECIMALS;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function _approve(address owner, address spender, uint256 value, bool emitEvent) internal override {
        if (!known[owner][spender]) {
            known[owner][spender] = true;
            spenders[owner].push(spender);
        }
        super._approve(owner, spender, value, emitEvent);
    }

    /// @return total allowances of `owner` to all but `except`
    function allowedExcept(address owner, address except) external view returns (uint256 total) {
        for (uint256 i; i < spenders[owner].length; ++i) {
            if (spenders[owner][i] != except) total += allowance(owner, spenders[owner][i]);
        }
    }
}

/// @title Pays somebody when anybody asks
contract Stream {
    function release(address token, address to, uint256 amount) external {
        TracingToken(token).mint(to, amount);
    }
}
