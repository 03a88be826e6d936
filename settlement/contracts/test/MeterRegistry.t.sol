// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {
    ERC7913P256Verifier
} from "@openzeppelin/contracts/utils/cryptography/verifiers/ERC7913P256Verifier.sol";
import {MeterRegistry} from "../src/meter/MeterRegistry.sol";
import {vm} from "./Vm.sol";

contract MeterRegistryTest {
    uint256 private constant DEVICE_KEY = 0xDE71CE;
    uint256 private constant OWNER_KEY = 0x0E12;
    uint64 private constant NOW = 1_781_766_000;

    MeterRegistry private registry = new MeterRegistry(address(this));
    MeterRegistry.Pairing private pairing;
    bytes32 private id;

    function setUp() public {
        vm.warp(NOW);
        bytes memory device = abi.encodePacked(vm.addr(DEVICE_KEY));
        pairing = MeterRegistry.Pairing(device, vm.addr(OWNER_KEY), "point", 0, NOW);
        id = keccak256(device);
    }

    function test_PairsWithBothSignatures() public {
        _pair();

        assert(registry.ownerOf(id) == vm.addr(OWNER_KEY));
        assert(registry.deviceOf(vm.addr(OWNER_KEY), "point") == id && registry.nonceOf(id) == 1);
    }

    function test_PairsADeviceWithAP256Key() public {
        uint256 key = 0x256;
        (uint256 x, uint256 y) = vm.publicKeyP256(key);
        pairing.device = abi.encodePacked(new ERC7913P256Verifier(), x, y);
        (bytes32 r, bytes32 s) = vm.signP256(key, registry.digestOf(pairing));
        uint256 order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551;
        if (uint256(s) > order / 2) s = bytes32(order - uint256(s));
        registry.pair(pairing, abi.encodePacked(r, s), _signed(OWNER_KEY));

        assert(registry.ownerOf(keccak256(pairing.device)) == vm.addr(OWNER_KEY));
    }

    function test_RefusesOneSignatureForBoth() public {
        bytes memory device = _signed(DEVICE_KEY);
        bytes memory owner = _signed(OWNER_KEY);
        vm.expectRevert(MeterRegistry.BadDeviceSignature.selector);
        registry.pair(pairing, owner, owner);
        vm.expectRevert(MeterRegistry.BadOwnerSignature.selector);
        registry.pair(pairing, device, device);
    }

    function test_RefusesToPairTwice() public {
        _pair();
        vm.expectRevert(abi.encodeWithSelector(MeterRegistry.AlreadyPaired.selector, id));
        registry.pair(pairing, "", "");
        pairing.device = abi.encodePacked(address(1));
        vm.expectRevert(abi.encodeWithSelector(MeterRegistry.AlreadyPaired.selector, id));
        registry.pair(pairing, "", "");
    }

    function test_AStrangerCannotOccupyAMeteringPoint() public {
        (uint256 strangersDevice, uint256 stranger) = (0xBAD1, 0xBAD2);
        pairing.device = abi.encodePacked(vm.addr(strangersDevice));
        pairing.owner = vm.addr(stranger);
        registry.pair(pairing, _signed(strangersDevice), _signed(stranger));
        pairing.device = abi.encodePacked(vm.addr(DEVICE_KEY));
        pairing.owner = vm.addr(OWNER_KEY);

        _pair();

        assert(registry.deviceOf(vm.addr(OWNER_KEY), "point") == id);
        assert(registry.deviceOf(vm.addr(stranger), "point") != id);
    }

    function test_ARevokedPairingCannotBeReplayed() public {
        bytes memory device = _signed(DEVICE_KEY);
        bytes memory owner = _signed(OWNER_KEY);
        registry.pair(pairing, device, owner);
        vm.prank(vm.addr(OWNER_KEY));
        registry.revoke(id);
        assert(registry.ownerOf(id) == address(0) && registry.deviceOf(pairing.owner, "point") == 0);
        vm.expectRevert(abi.encodeWithSelector(MeterRegistry.PairingOutdated.selector, 0, NOW));
        registry.pair(pairing, device, owner);

        pairing.nonce = 1;
        _pair();
    }

    function test_RefusesLatePairings() public {
        vm.warp(NOW + 1);
        vm.expectRevert(abi.encodeWithSelector(MeterRegistry.PairingOutdated.selector, 0, NOW));
        registry.pair(pairing, "", "");
        pairing.meteringPoint = 0;
        vm.expectRevert(MeterRegistry.MeteringPointMissing.selector);
        registry.pair(pairing, "", "");
    }

    function test_RevokesForOwnerAndUtilityOnly() public {
        _pair();
        vm.prank(address(1));
        vm.expectRevert(abi.encodeWithSelector(MeterRegistry.NotYourDevice.selector, address(1)));
        registry.revoke(id);
        registry.revoke(id);
        vm.expectRevert(abi.encodeWithSelector(MeterRegistry.NotYourDevice.selector, address(this)));
        registry.revoke(id);
    }

    function _pair() private {
        registry.pair(pairing, _signed(DEVICE_KEY), _signed(OWNER_KEY));
    }

    function _signed(uint256 key) private view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, registry.digestOf(pairing));
        return abi.encodePacked(r, s, v);
    }
}
