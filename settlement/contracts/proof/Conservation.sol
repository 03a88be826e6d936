// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title The settle loop as the model checker sees it
/// @notice Proved for any number of rows: whatever they say, a batch that is accepted leaves the sum of all
/// accounts as it was.
/// @dev The loop of `PackedAccounts.addAll` with the checks that matter, on an account for each index instead
/// of four in a slot, because the checker knows nothing of shifts and masks: that lanes keep what is put in
/// them is for the invariants to show. To the checker a decoded row is any index and any change. `total` is a
/// ghost: what all accounts hold together. That vault and model do the same with the same rows is tested in
/// test/Conservation.t.sol.
contract Conservation {
    mapping(uint256 index => int256) internal cash;
    int256 internal total;

    function settle(bytes calldata rows, uint256 count) external {
        int256 before = total;
        int256 sum = 0;
        for (uint256 i = 0; i < count; ++i) {
            (uint256 index, int64 change) = _rowAt(rows, i);
            int256 held = cash[index];
            int256 next = held + change;
            require(next >= 0 && next <= int256(uint256(type(uint64).max)));
            cash[index] = next;
            total += next - held;
            sum += change;
        }
        require(sum == 0);
        assert(total == before);
    }

    function _rowAt(bytes calldata rows, uint256 i)
        internal
        pure
        virtual
        returns (uint256 index, int64 change)
    {
        return abi.decode(rows[24 * i:], (uint256, int64));
    }
}
