// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {EnergyCertificate} from "../../src/certificate/EnergyCertificate.sol";
import {IMeterOracle} from "../../src/meter/IMeterOracle.sol";
import {OperatorBond} from "../../src/dispute/OperatorBond.sol";
import {MeterOracle} from "../../src/meter/MeterOracle.sol";
import {TestStablecoin} from "../../src/token/TestStablecoin.sol";
import {ISettlementVault} from "../../src/vault/ISettlementVault.sol";
import {SettlementVault} from "../../src/vault/SettlementVault.sol";
import {vm} from "../Vm.sol";

/// @dev What one account does in an interval.
struct Net {
    int64 cash;
    uint32 bought;
    uint32 sold;
    uint32 exported;
}

/// @dev A deployed community, and what its operator, meters and auditor do.
abstract contract Community {
    uint32 internal constant AREA = 7;
    uint64 internal constant START = 1_781_766_000;
    uint256 internal constant AUDITOR_KEY = 0xA0D1;
    uint64 internal constant CHALLENGE_WINDOW = 1 hours;
    uint64 internal constant EXIT_DELAY = 1 days;
    uint64 internal constant ENERGY_WINDOW = 4 days;
    uint64 internal constant FLOW_WINDOW = 1 days;
    uint64 internal constant APPEAL_WINDOW = 2 days;

    TestStablecoin public token;
    MeterOracle public oracle;
    SettlementVault public vault;
    EnergyCertificate public certificate;
    OperatorBond internal bond;
    address[] internal meterSigners;
    uint256[] private meterKeys;

    function _deploy(uint96 flowLimit) internal {
        vm.warp(START);
        token = new TestStablecoin(address(this));
        for (uint256 key = 0x3E7E1; meterKeys.length < 3; ++key) {
            _insertSigner(key);
        }
        oracle = new MeterOracle(address(this), meterSigners, 2);
        vault = new SettlementVault(
            SettlementVault.Config({
                token: token,
                oracle: oracle,
                owner: address(this),
                operator: address(this),
                auditor: vm.addr(AUDITOR_KEY),
                challengeWindow: CHALLENGE_WINDOW,
                exitDelay: EXIT_DELAY,
                energyWindow: ENERGY_WINDOW,
                flowWindow: FLOW_WINDOW,
                flowLimitNano: flowLimit
            })
        );
        certificate = new EnergyCertificate(vault);
        token.mint(address(this), 1e24);
        token.approve(address(vault), type(uint256).max);
        _deployBond();
    }

    /// @dev One and a half penalties are bonded.
    function _deployBond() private {
        bond = new OperatorBond(
            token, address(this), address(this), address(0x7EA), 1_000e6, CHALLENGE_WINDOW, APPEAL_WINDOW
        );
        token.approve(address(bond), type(uint256).max);
        bond.bond(1_500e6);
        vault.setSurety(bond);
    }

    /// @dev Accounts 2 to `count + 1`, the first one being the vault's own.
    function _admit(uint256 count, uint64 cashNano) internal {
        for (uint256 i = 0; i < count; ++i) {
            uint32 index = vault.register(_owner(vault.accounts() + 1));
            if (cashNano != 0) vault.deposit(index, cashNano);
        }
    }

    function _owner(uint256 index) internal pure returns (address) {
        return vm.addr(_ownerKey(index));
    }

    function _ownerKey(uint256 index) internal pure returns (uint256) {
        return 0x1_0000_0000 + index;
    }

    /// @dev What an owner signs to leave by somebody else's transaction.
    function _wished(uint32 index, uint64 amountNano, address to, uint64 deadline)
        internal
        view
        returns (bytes memory)
    {
        (, uint64 wish) = vault.payeeOf(index);
        bytes32 structHash = keccak256(abi.encode(vault.EXIT_TYPE(), index, amountNano, to, wish, deadline));
        return _sign(_ownerKey(index), _typed(address(vault), "Peerwatt SettlementVault", structHash));
    }

    /// @dev Reports the nets' exports, and what was bought as imports, with the signatures of the first two signers.
    function _meter(uint64 start, uint32 version, Net[] memory nets) internal {
        _report(_reportOf(start, version, nets));
    }

    function _reportOf(uint64 start, uint32 version, Net[] memory nets)
        internal
        pure
        returns (IMeterOracle.Report memory values)
    {
        values.area = AREA;
        values.intervalStart = start;
        values.version = version;
        values.readingsRoot = keccak256("readings");
        values.exportsDigest = bytes32(uint256(1));
        for (uint256 i = 0; i < nets.length; ++i) {
            values.importWh += nets[i].bought;
            if (nets[i].exported == 0) continue;
            values.exportsDigest = keccak256(abi.encode(values.exportsDigest, (i << 32) | nets[i].exported));
            values.exportWh += nets[i].exported;
        }
    }

    function _report(IMeterOracle.Report memory values) internal {
        (address[] memory signers, bytes[] memory signatures) = _signed(values, 2);
        oracle.report(values, signers, signatures);
    }

    function _signed(IMeterOracle.Report memory values, uint256 count)
        internal
        view
        returns (address[] memory signers, bytes[] memory signatures)
    {
        bytes32 digest = _typed(
            address(oracle), "Peerwatt MeterOracle", keccak256(abi.encode(oracle.REPORT_TYPE(), values))
        );
        signers = new address[](count);
        signatures = new bytes[](count);
        for (uint256 i = 0; i < count; ++i) {
            signers[i] = meterSigners[i];
            signatures[i] = _sign(meterKeys[i], digest);
        }
    }

    function _batch(uint64 start, uint32 version, uint32 meterVersion, bytes memory rows)
        internal
        pure
        returns (ISettlementVault.Batch memory batch)
    {
        batch.area = AREA;
        batch.intervalStart = start;
        batch.version = version;
        batch.meterVersion = meterVersion;
        batch.linesRoot = keccak256("lines");
        bytes32[] memory tree = _tree(_leaves(rows));
        batch.rowsRoot = tree.length == 0 ? bytes32(0) : tree[0];
    }

    function _settle(ISettlementVault.Batch memory batch, bytes memory rows) internal {
        vault.settle(batch, rows, _audited(batch));
    }

    function _audited(ISettlementVault.Batch memory batch) internal view returns (bytes memory) {
        return _sign(AUDITOR_KEY, vault.digestOf(batch));
    }

    /// @dev The rows of all accounts that do something, by index.
    function _rows(Net[] memory nets) internal pure returns (bytes memory rows) {
        rows = new bytes(24 * nets.length + 32);
        uint256 length;
        for (uint256 i = 0; i < nets.length; ++i) {
            Net memory net = nets[i];
            if (net.cash == 0 && net.bought == 0 && net.sold == 0 && net.exported == 0) continue;
            bytes24 row = _row(i, net);
            assembly ("memory-safe") {
                mstore(add(add(rows, 32), length), row)
            }
            length += 24;
        }
        assembly ("memory-safe") {
            mstore(rows, length)
        }
    }

    function _row(uint256 index, Net memory net) internal pure returns (bytes24) {
        return bytes24(abi.encodePacked(uint32(index), net.cash, net.bought, net.sold, net.exported));
    }

    /// @dev One leaf for each group of eight rows.
    function _leaves(bytes memory rows) internal pure returns (bytes32[] memory leaves) {
        leaves = new bytes32[]((rows.length + 191) / 192);
        for (uint256 i = 0; i < leaves.length; ++i) {
            leaves[i] = keccak256(_group(rows, i));
        }
    }

    /// @dev The group of rows from `8 * number` on.
    function _group(bytes memory rows, uint256 number) internal pure returns (bytes memory group) {
        uint256 from = 192 * number;
        group = new bytes(rows.length - from < 192 ? rows.length - from : 192);
        for (uint256 b = 0; b < group.length; ++b) {
            group[b] = rows[from + b];
        }
    }

    /// @dev Root first, leaves last in reverse, as Java's StatementTree keeps it.
    function _tree(bytes32[] memory leaves) internal pure returns (bytes32[] memory nodes) {
        if (leaves.length == 0) return nodes;
        nodes = new bytes32[](2 * leaves.length - 1);
        for (uint256 i = 0; i < leaves.length; ++i) {
            nodes[nodes.length - 1 - i] = leaves[i];
        }
        for (uint256 i = leaves.length - 1; i > 0; --i) {
            (bytes32 a, bytes32 b) = (nodes[2 * i - 1], nodes[2 * i]);
            nodes[i - 1] = a < b ? keccak256(abi.encode(a, b)) : keccak256(abi.encode(b, a));
        }
    }

    function _proof(bytes32[] memory leaves, uint256 position)
        internal
        pure
        returns (bytes32[] memory proof)
    {
        bytes32[] memory nodes = _tree(leaves);
        uint256 depth;
        for (uint256 node = nodes.length - 1 - position; node > 0; node = (node - 1) / 2) {
            ++depth;
        }
        proof = new bytes32[](depth);
        uint256 at_;
        for (uint256 node = nodes.length - 1 - position; node > 0; node = (node - 1) / 2) {
            proof[at_++] = nodes[node % 2 == 0 ? node - 1 : node + 1];
        }
    }

    function _typed(address target, string memory name, bytes32 structHash) internal view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256(
                    "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
                ),
                keccak256(bytes(name)),
                keccak256("1"),
                block.chainid,
                target
            )
        );
        return keccak256(abi.encodePacked("\x19\x01", domain, structHash));
    }

    function _sign(uint256 key, bytes32 digest) internal pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }

    /// @dev Keeps signers ascending by address.
    function _insertSigner(uint256 key) private {
        meterKeys.push(key);
        meterSigners.push(vm.addr(key));
        for (uint256 i = meterKeys.length - 1; i > 0 && meterSigners[i] < meterSigners[i - 1]; --i) {
            (meterSigners[i], meterSigners[i - 1]) = (meterSigners[i - 1], meterSigners[i]);
            (meterKeys[i], meterKeys[i - 1]) = (meterKeys[i - 1], meterKeys[i]);
        }
    }
}
