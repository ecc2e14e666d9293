// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { ICashTypes } from "./ICashPortfolio.sol";

/// @title One read of a chain: cash portfolios, vaults, and which transfers have arrived
/// @notice Has no state and no constructor: `eth_call` may put its runtime code at any address by state override.
/// What fails, fails alone.
interface ICashLens is ICashTypes {
    /// @notice What a portfolio stores and is worth, in the units of {ICashPortfolio}'s views.
    /// @param ok false when the portfolio reverted or used up its gas; then only `portfolio` means anything
    /// @param nonceWord0 used bits of nonces 0–255; other words by {ICashPortfolio-nonceWord}
    struct CashPortfolioState {
        bool ok;
        address portfolio;
        address owner;
        address pendingOwner;
        address signer;
        address factory;
        address messenger;
        bool paused;
        bool locked;
        uint40 generation;
        uint32 localDomain;
        CashGuard guard;
        CashBudgets budgets;
        uint256 nonceWord0;
        uint256 value;
        uint256 usdcHeld;
        VaultLook[] vaults;
        Sibling[] siblings;
    }

    /// @notice An ERC-4626 vault, whoever lists it.
    /// @param ok false when anything of it couldn't be read; then only `vault` means anything
    /// @param rate asset units a whole share
    /// @param totalAssets in units of its asset
    /// @param assetsHeld of its asset that lie in the vault itself: what can be paid at once, where it doesn't fetch more
    struct CashVenueState {
        bool ok;
        address vault;
        address asset;
        uint8 decimals;
        uint256 rate;
        uint256 totalAssets;
        uint256 totalSupply;
        uint256 assetsHeld;
    }

    /// @notice All as of one block, in the order asked. Each list ends, short of what was asked, when too little gas is left: who is missing
    /// is asked for again.
    /// @param transmitter Circle's, of this chain (0 where no nonce is asked for)
    /// @param nonces of messages to this chain
    /// @return blockNumber of all that is answered
    /// @return blockTimestamp of that block
    /// @return states of the portfolios
    /// @return venues the vaults
    /// @return used whether each message was handed in: its USDC is in the balances of this same answer
    function read(address[] calldata portfolios, address[] calldata vaults, address transmitter, bytes32[] calldata nonces)
        external
        view
        returns (
            uint256 blockNumber,
            uint256 blockTimestamp,
            CashPortfolioState[] memory states,
            CashVenueState[] memory venues,
            bool[] memory used
        );

    /// @notice The part of {read} for one portfolio; public so that it can fail alone.
    function readOne(address portfolio) external view returns (CashPortfolioState memory);

    /// @notice The part of {read} for one vault; public so that it can fail alone.
    function readVenue(address vault) external view returns (CashVenueState memory);
}
