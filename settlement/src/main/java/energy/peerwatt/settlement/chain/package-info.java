/**
 * Settlement in a vault on an EVM chain: the batch, its meter report, pages and Merkle trees,
 * custodial accounts, the chain node and the gateway that sends each batch exactly once.
 *
 * <p>Face: {@link SettlementBatch}, {@link Transfer}, {@link VaultTerms}, {@link StatementTree},
 * {@link StatementLeaf}, {@link ChainAccounts}, {@link EmbeddedChain}, {@link RemoteChain}, {@link
 * ChainGateway}, {@link ChainBatch}; {@link Digest} and {@link ChainAddress} are their words.
 * Values are immutable. The gateway and the nodes block on input and output and are safe for use by
 * several threads; call them from worker threads only. Web3j is used in this package alone.
 */
@NullMarked
package energy.peerwatt.settlement.chain;

import org.jspecify.annotations.NullMarked;
