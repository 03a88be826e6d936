// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Settlement of metered energy trades between neighbours
/// @notice Keeps, per account, the cash balance and the energy sold, and mints the energy bought as
/// ERC-1155 tokens: id `area << 64 | interval start`, 1 unit = 1 Wh. Each settlement version of an
/// interval arrives as one netted batch whose sums the contract checks; the lines behind it stay
/// off-chain under a Merkle root, against which anyone who was given a line can verify it.
interface IPeerwattSettlement {
    /// @notice What a batch changes for one account.
    /// @param account Custodial or own address of the participant.
    /// @param cashNano Change of cash in 1e-9 of the area's currency; positive is received.
    /// @param boughtWh Change of energy bought in Wh; negative only in a correction.
    /// @param soldWh Change of energy sold in Wh; negative only in a correction.
    struct Position {
        address account;
        int128 cashNano;
        int64 boughtWh;
        int64 soldWh;
    }

    /// @notice A version of an interval's settlement took effect.
    /// @param batchKey `keccak256(abi.encode(uint32 area, uint64 intervalStart, uint32 version))`.
    /// @param area The market area.
    /// @param intervalStart Start of the delivery interval in seconds since 1970.
    /// @param version Version of the settlement, from 1.
    /// @param linesRoot Merkle root over all lines of this version.
    /// @param positions Number of accounts changed.
    event BatchSettled(
        bytes32 indexed batchKey,
        uint32 indexed area,
        uint64 indexed intervalStart,
        uint32 version,
        bytes32 linesRoot,
        uint256 positions
    );

    /// @notice The caller is not the operator.
    error NotOperator(address caller);

    /// @notice The key is not the one of area, interval and version.
    error BatchKeyMismatch(bytes32 batchKey, bytes32 expected);

    /// @notice The batch has been settled before.
    error BatchAlreadySettled(bytes32 batchKey);

    /// @notice Versions start at 1 and follow each other without a gap.
    error VersionOutOfOrder(uint32 version);

    /// @notice A settlement without lines cannot be proved.
    error LinesRootMissing();

    /// @notice A batch has at most `MAX_POSITIONS` positions.
    error TooManyPositions(uint256 positions);

    /// @notice Accounts must be strictly ascending and not zero.
    error AccountsNotAscending(address account);

    /// @notice Cash of all positions must sum to zero.
    error CashNotZeroSum(int256 sumNano);

    /// @notice Energy bought must equal energy sold.
    error EnergyNotBalanced(int256 boughtMinusSoldWh);

    /// @notice A correction takes back more sold energy than the account has sold.
    error SoldBelowZero(address account);

    /// @notice A balance leaves the range it is stored in.
    error BalanceOutOfRange(address account);

    /// @notice Settles one version of one interval. Operator only, once per batch key.
    /// @param batchKey See `BatchSettled`; checked against the next three arguments.
    /// @param area The market area.
    /// @param intervalStart Start of the delivery interval in seconds since 1970.
    /// @param version 1 for the first settlement; version n is the change against version n-1.
    /// @param linesRoot Merkle root over all lines of this version, not zero.
    /// @param positions Strictly ascending by account; cash sums to zero, bought equals sold.
    function settle(
        bytes32 batchKey,
        uint32 area,
        uint64 intervalStart,
        uint32 version,
        bytes32 linesRoot,
        Position[] calldata positions
    ) external;

    /// @notice The only account that may settle; fixed for the life of the contract.
    function operator() external view returns (address);

    /// @notice Cash balance of an account in 1e-9 of the currency; positive is owed to it.
    function cashOf(address account) external view returns (int256);

    /// @notice Energy an account has sold in Wh.
    function soldOf(address account) external view returns (uint256);

    /// @notice Merkle root of a settled batch's lines; zero if the batch is not settled.
    function linesRootOf(bytes32 batchKey) external view returns (bytes32);

    /// @notice Whether a line belongs to a settled batch.
    /// @param batchKey The batch.
    /// @param leaf `keccak256(keccak256(abi.encode(...line...)))`, see the README.
    /// @param proof Siblings from the leaf up to the root; pairs are hashed in sorted order.
    function verifyLine(bytes32 batchKey, bytes32 leaf, bytes32[] calldata proof) external view returns (bool);
}
