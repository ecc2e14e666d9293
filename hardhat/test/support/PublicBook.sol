// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IOrderMixin } from "@1inch/limit-order-protocol-contract/contracts/interfaces/IOrderMixin.sol";
import { MakerTraits } from "@1inch/limit-order-protocol-contract/contracts/libraries/MakerTraitsLib.sol";
import { Fixture } from "./Fixture.sol";

/// @title A portfolio on 1inch's public book: FeeTaker extension, standing allowances
abstract contract PublicBookFixture is Fixture {
    address internal integrator = address(0x117e9);
    address internal protocol = address(0x9207);

    struct Fees {
        uint16 integrator; // 1e-5
        uint8 share; // percent of it that the integrator keeps
        uint16 resolver; // 1e-5
        uint8 discount; // percent of it that a whitelisted taker pays
    }

    function setUp() public virtual override {
        super.setUp();
        openBook();
    }

    function openBook() internal {
        Guard memory g = defaultGuard();
        g.publicBook = true;
        setGuard(g);
        allow(address(usdc));
        allow(address(weth));
        allow(address(wbtc));
    }

    function allow(address token) internal {
        vm.prank(owner);
        balancer.setAllowanceCeiling(token, 1e30);
        vm.prank(bot);
        balancer.setAllowance(token, 1e30);
    }

    function defaultFees() internal pure returns (Fees memory) {
        return Fees(100, 50, 200, 100);
    }

    function feeData(Fees memory f) internal view returns (bytes memory) {
        return abi.encodePacked(f.integrator, f.share, f.resolver, f.discount, uint8(1), uint80(uint160(taker)));
    }

    /// @dev Written a second time here, from FeeTaker's own description and not from the contract.
    function extensionOf(bytes memory fee, address tail) internal view returns (bytes memory) {
        bytes memory getter = abi.encodePacked(feeTaker, fee);
        bytes memory post = abi.encodePacked(feeTaker, uint8(0), integrator, protocol, fee, tail);
        return packExtension(getter, getter, post);
    }

    function packExtension(bytes memory making, bytes memory taking, bytes memory post)
        internal
        pure
        returns (bytes memory)
    {
        uint256 a = making.length;
        uint256 b = a + taking.length;
        uint256 c = b + post.length;
        uint256 offsets = (a << 64) | (b << 96) | (b << 128) | (b << 160) | (b << 192) | (c << 224);
        return abi.encodePacked(offsets, making, taking, post);
    }

    function publicOrder(IOrderMixin.Order memory o, bytes memory extension) internal view returns (Signed memory) {
        uint256 traits = MakerTraits.unwrap(o.makerTraits) | HAS_EXTENSION;
        o.makerTraits = MakerTraits.wrap(traits);
        o.receiver = word(feeTaker);
        o.salt = uint160(uint256(keccak256(extension))) | (uint256(balancer.generation()) << 160);
        return resigned(o, extension);
    }

    function resigned(IOrderMixin.Order memory o, bytes memory extension) internal view returns (Signed memory x) {
        (x.order, x.extension, x.hash) = (o, extension, lop.hashOrder(o));
        x.blob = blobOf(o, BOT_KEY, extension);
    }

    function goodPublicOrder() internal returns (Signed memory) {
        return publicOrder(goodOrder(), extensionOf(feeData(defaultFees()), address(balancer)));
    }
}
