/**
 * The signed reading block: what a gateway sends and a head-end verifies.
 *
 * <p>{@link energy.peerwatt.metering.protocol.BlockSigner} turns a {@link
 * energy.peerwatt.metering.protocol.ReadingBlock} into bytes; {@link
 * energy.peerwatt.metering.protocol.BlockVerifier} turns foreign bytes into a {@link
 * energy.peerwatt.metering.protocol.BlockResult}, never into an exception. The bytes are
 * deterministic CBOR (RFC 8949 section 4.2.1): a header in COSE_Sign1 (RFC 9052 section 4.2) with
 * the signature of an Ed25519 or P-256 key and the root of a Merkle tree (RFC 6962 section 2.1),
 * and the readings under that root. A reading is known by gateway, epoch and sequence; {@link
 * energy.peerwatt.metering.protocol.SignedBlock} proves it without showing others, {@link
 * energy.peerwatt.metering.protocol.ReadingProofVerifier} checks that offline.
 *
 * <p>All types but {@link energy.peerwatt.metering.protocol.ReadingChain} are immutable and safe
 * for use by several threads.
 */
@NullMarked
package energy.peerwatt.metering.protocol;

import org.jspecify.annotations.NullMarked;
