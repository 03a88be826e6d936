// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev The cheat codes of forge that the tests use.
interface Vm {
    function prank(address sender) external;
    function expectRevert(bytes calldata reason) external;
    function expectEmit() external;
    function assume(bool condition) external pure;
}

Vm constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
